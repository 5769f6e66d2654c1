// The board and the queues by keyboard: j and k walk along the requests, Enter opens one as it does
// any link, / searches, ? shows the keys. Nothing is caught while somebody types, and the keys can
// be turned off for good, as people who speak to their computer need (WCAG 2.1.4).
const KEPT = "tidegate.keys";
const list = document.querySelector("[data-keyed]");
const help = document.querySelector("[data-keys-help]");
const search = document.getElementById(list?.dataset.keyedSearch ?? "");

const links = () => [...list.querySelectorAll("[data-card-link]")];
const card = () => document.activeElement?.closest("[data-card]");
const typing = (element) =>
  element.matches("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");

function off() {
  try {
    return localStorage.getItem(KEPT) === "off";
  } catch {
    return false; // a browser that keeps nothing has the keys on
  }
}

function step(by) {
  const all = links();
  const here = all.findIndex((link) => card()?.contains(link));
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by;
  const link = all[Math.min(Math.max(next, 0), all.length - 1)];
  link?.focus();
  link?.closest("[data-card]").scrollIntoView({ block: "nearest" });
}

function toHelp() {
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
}

const DEEDS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => card()?.querySelector("[data-card-tick]")?.click(),
  "/": () => search?.focus(),
  "?": toHelp,
  Escape: () => {
    help.open = false;
    if (card() || help.contains(document.activeElement)) document.activeElement.blur();
  },
};
// Before a request is reached the arrows scroll, as they do everywhere.
const ARROWS = { ArrowDown: () => step(1), ArrowUp: () => step(-1) };

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) {
    if (event.key === "Escape" && event.target === search) links()[0]?.focus();
    return;
  }
  const deed = DEEDS[event.key] ?? (card() ? ARROWS[event.key] : undefined);
  if (!deed || (event.key === "/" && !search)) return;
  event.preventDefault();
  deed();
}

function listen(wanted) {
  document.removeEventListener("keydown", onKey);
  if (wanted) document.addEventListener("keydown", onKey);
}

function addSwitch() {
  const place = help.querySelector("[data-keys-switch]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "app-link-button";
  const say = () => {
    button.textContent = off() ? "Turn these keys on" : "Turn these keys off";
  };
  button.addEventListener("click", () => {
    try {
      localStorage.setItem(KEPT, off() ? "on" : "off");
    } catch {
      return; // nothing to keep it in
    }
    listen(!off());
    say();
  });
  say();
  place.append(button);
  place.hidden = false;
}

if (list && help) {
  addSwitch();
  listen(!off());
}
