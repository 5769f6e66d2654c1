// Starts the NHS.UK components on the page. Every page works without it.
import { initAll } from "./vendor/nhsuk/nhsuk.js";

initAll();
