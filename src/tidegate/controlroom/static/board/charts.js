/**
 * Draws each `<figure data-chart>` from the table inside it, so that chart and table cannot
 * disagree. Without this script the table stands alone; with it, the table folds away below
 * the chart. Needs the global `Plot`, and adds no inline style that our content policy refuses.
 */

/* Dark enough for 3:1 against white, and told apart by lightness as well as by hue. */
const COLOURS = ["#005eb8", "#ae2573", "#006747", "#b35c00", "#425563"];
/* What matters less (before, unused) is grey beside the blue of what matters more. */
const BEFORE_AND_AFTER = ["#768692", "#005eb8"];
const USED_AND_UNUSED = ["#005eb8", "#768692", "#ae2573"];
const INK = "#4c6272";
const NARROW = 560;

/** Read the drawn columns of a table as one record for each row and column. */
function readTable(table) {
  const heads = [...table.tHead.rows[0].cells];
  const drawn = heads.flatMap((head, index) => ("drawn" in head.dataset ? [index] : []));
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells]);
  const labels = rows.map((cells) => cells[0].dataset.place || cells[0].textContent.trim());
  const points = rows.flatMap((cells, order) =>
    drawn
      .filter((index) => "value" in cells[index].dataset)
      .map((index) => ({
        label: labels[order],
        series: heads[index].textContent.trim(),
        value: Number(cells[index].dataset.value),
        said: cells[index].textContent.trim(),
        detail: cells[0].textContent.trim(),
      })),
  );
  const series = drawn.map((index) => heads[index].textContent.trim());
  return { first: heads[0].textContent.trim(), labels, points, series };
}

const tip = (point) => `${point.detail}\n${point.series}: ${point.said}`;
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
const numeral = (value) => value.toLocaleString("en-GB");
const short = (value) => (Math.abs(value) < 1000 ? numeral(value) : `${numeral(value / 1000)}k`);

/** Give each drawn column its colour, named in a legend when there are several. */
function legend(data, range = COLOURS) {
  const several = data.series.length > 1;
  return { domain: data.series, range: several ? range : COLOURS, legend: several };
}

/** Leave room for the longest label, within reason on a narrow screen. */
function labelRoom(labels, width) {
  const longest = Math.max(0, ...labels.map((label) => label.length));
  return Math.min(20 + longest * 7.2, width * (width < NARROW ? 0.42 : 0.34));
}

/** Break a long label over lines, at words. */
function folded(text, room) {
  const most = Math.max(8, Math.floor(room / 7.4));
  const lines = [""];
  for (const word of String(text).split(" ")) {
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + word.length + 1 > most) lines.push(word);
    else lines[last] = lines[last] ? `${lines[last]} ${word}` : word;
  }
  return lines.join("\n");
}

/** How high a row must be so that no label runs into the next. */
function rowHeight(labels, room, least) {
  const lines = Math.max(1, ...labels.map((label) => folded(label, room).split("\n").length));
  return Math.max(least, 15 * lines + 6);
}

function acrossAxis(settings, width) {
  const share = settings.unit === "%";
  return {
    axis: "bottom",
    grid: true,
    ticks: width < NARROW ? 3 : 6,
    tickFormat: share ? "%" : width < NARROW ? short : numeral,
    label: share ? null : settings.unit || null,
    labelArrow: "none",
    labelAnchor: "center",
  };
}

function bars(data, settings, width) {
  const room = labelRoom(data.labels, width);
  const paired = data.series.length > 1;
  const across = acrossAxis(settings, width);
  const bar = paired ? 20 * data.series.length + 14 : 30;
  const each = rowHeight(data.labels, room, bar);
  const inset = 1 + (paired ? 0 : (each - bar) / 2);
  const marks = [
    Plot.barX(data.points, {
      ...(paired ? { fy: "label", y: "series" } : { y: "label" }),
      x: "value",
      fill: "series",
      title: tip,
      insetTop: inset,
      insetBottom: inset,
    }),
    Plot.ruleX([0], { stroke: INK }),
  ];
  if (settings.mark) marks.push(...reference(settings, "x"));
  return {
    width,
    height: data.labels.length * each + (paired ? 50 : 60),
    marginLeft: room,
    marginBottom: 44,
    x: across,
    y: paired
      ? { axis: null, domain: data.series }
      : { domain: data.labels, label: null, tickSize: 0, tickFormat: (t) => folded(t, room) },
    fy: paired
      ? { domain: data.labels, label: null, axis: "left", tickFormat: (t) => folded(t, room) }
      : undefined,
    color: legend(data, BEFORE_AND_AFTER),
    marks,
  };
}

function stacks(data, settings, width) {
  const room = labelRoom(data.labels, width);
  return {
    width,
    height: data.labels.length * rowHeight(data.labels, room, 32) + 60,
    marginLeft: room,
    marginBottom: 44,
    x: acrossAxis(settings, width),
    y: { domain: data.labels, label: null, tickSize: 0, tickFormat: (t) => folded(t, room) },
    color: legend(data, USED_AND_UNUSED),
    marks: [
      Plot.barX(data.points, {
        y: "label",
        x: "value",
        fill: "series",
        stroke: "white",
        title: tip,
        order: data.series,
      }),
      Plot.ruleX([0], { stroke: INK }),
    ],
  };
}

function columns(data, settings, width) {
  const every = Math.ceil(data.labels.length / (width < NARROW ? 6 : 14));
  const shown = data.labels.filter((_, index) => index % every === 0);
  const marks = [
    Plot.barY(data.points, { x: "label", y: "value", fill: "series", title: tip, inset: 0.5 }),
    Plot.ruleY([0], { stroke: INK }),
  ];
  if (settings.mark) marks.push(...reference(settings, "x"));
  return {
    width,
    height: 300,
    marginLeft: 60,
    marginBottom: 44,
    marginTop: 34,
    x: { domain: data.labels, ticks: shown, tickSize: 0, label: data.first, labelArrow: "none" },
    y: { grid: true, label: settings.unit, labelArrow: "none", tickFormat: short, ticks: 5 },
    color: legend(data),
    marks,
  };
}

/** Leave out zero, but never blow a small movement up: five points, or a tenth of the whole. */
function honestDomain(values, share) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const least = share ? 0.05 : high / 10;
  const spare = Math.max(0, least - (high - low)) / 2;
  return [Math.max(0, low - spare), share ? Math.min(1, high + spare) : high + spare];
}

function lines(data, settings, width) {
  const points = data.points.map((point) => ({ ...point, when: new Date(point.label) }));
  const share = settings.unit === "%";
  const values = points.map((point) => point.value);
  const dates = [...new Set(points.map((point) => +point.when))].map((when) => new Date(when));
  const every = Math.ceil(dates.length / (width < NARROW ? 4 : 9));
  const shown = dates.filter((_, index) => (dates.length - 1 - index) % every === 0);
  return {
    width,
    height: 300,
    marginLeft: 64,
    marginRight: 40,
    marginTop: 34,
    x: { type: "utc", label: null, ticks: shown, tickFormat: MONTH.format },
    y: {
      grid: true,
      ...(settings.zero ? { zero: true } : { domain: honestDomain(values, share) }),
      nice: true,
      ticks: 5,
      label: share ? null : settings.unit,
      labelArrow: "none",
      tickFormat: share ? ".0%" : numeral,
    },
    color: legend(data),
    symbol: { domain: data.series },
    marks: [
      Plot.lineY(points, { x: "when", y: "value", stroke: "series", strokeWidth: 3 }),
      Plot.dot(points, {
        x: "when",
        y: "value",
        fill: "series",
        symbol: "series",
        stroke: "white",
        r: 5,
        title: tip,
      }),
      ...(settings.zero ? [Plot.ruleY([0], { stroke: INK })] : []),
    ],
  };
}

/** Draw a band from low to high around a line, for each fan: [name, low, middle, high] columns. */
function fans(data, settings, width) {
  const at = new Map(data.points.map((point) => [`${point.label}|${point.series}`, point]));
  const points = settings.fans.flatMap(([fan, ...columns]) =>
    data.labels.flatMap((label) => {
      const [low, middle, high] = columns.map((column) => at.get(`${label}|${column}`));
      if (!low || !middle || !high) return [];
      const said = `${middle.detail}\n${fan}: ${middle.said} (${low.said} to ${high.said})`;
      return { when: new Date(label), fan, low: low.value, middle: middle.value, high: high.value, said };
    }),
  );
  const names = settings.fans.map(([fan]) => fan);
  const dates = points.map((point) => point.when);
  const months = d3.utcMonths(Math.min(...dates), Math.max(...dates));
  const shown = months.filter((_, index) => index % Math.ceil(months.length / (width < NARROW ? 3 : 8)) === 0);
  const [first, ...others] = names;
  const line = { x: "when", y: "middle", stroke: "fan", strokeWidth: 3 };
  return {
    width,
    height: 320,
    marginLeft: 64,
    marginRight: 40,
    marginTop: 34,
    x: { type: "utc", label: null, ticks: shown, tickFormat: MONTH.format },
    y: { grid: true, zero: true, nice: true, ticks: 5, label: settings.unit, labelArrow: "none", tickFormat: numeral },
    color: legend({ series: names }, BEFORE_AND_AFTER),
    marks: [
      Plot.areaY(points, { x: "when", y1: "low", y2: "high", fill: "fan", fillOpacity: 0.22 }),
      Plot.lineY(points.filter((p) => p.fan === first && others.length), { ...line, strokeDasharray: "6,4" }),
      Plot.lineY(points.filter((p) => p.fan !== first || !others.length), line),
      Plot.dot(points, { x: "when", y: "middle", fill: "fan", r: 3, title: "said" }),
      Plot.ruleY([0], { stroke: INK }),
    ],
  };
}

function grid(data, settings, width) {
  const room = labelRoom(data.labels, width);
  const most = Math.max(1, ...data.points.map((point) => point.value));
  const dark = (point) => point.value > most * 0.5;
  const every = Math.ceil((data.series.length * 52) / (width - room));
  const heads = data.series.filter((_, index) => index % every === 0);
  const text = { x: "series", y: "label", text: "said", fontSize: width < NARROW ? 10 : 13 };
  return {
    width,
    height: data.labels.length * rowHeight(data.labels, room, 34) + 50,
    marginLeft: room,
    marginTop: 40,
    padding: 0.04,
    x: { domain: data.series, ticks: heads, axis: "top", label: null, tickSize: 0 },
    y: { domain: data.labels, label: null, tickSize: 0, tickFormat: (t) => folded(t, room) },
    color: { type: "linear", domain: [0, most], range: ["#f0f4f5", "#003087"] },
    marks: [
      Plot.cell(data.points, { x: "series", y: "label", fill: "value", title: tip }),
      Plot.text(data.points, { ...text, filter: (p) => !dark(p), fill: "#212b32" }),
      Plot.text(data.points, { ...text, filter: dark, fill: "white" }),
    ],
  };
}

/** Draw the labelled line that the eye compares with, such as 18 weeks. */
function reference(settings, channel) {
  const [at, said] = settings.mark;
  const place = settings.kind === "columns" ? at : Number(at);
  return [
    Plot.ruleX([place], { [channel]: (d) => d, stroke: "#212b32", strokeDasharray: "5,4" }),
    Plot.text([said], {
      [channel]: () => place,
      frameAnchor: settings.kind === "columns" ? "top" : "bottom",
      text: (d) => d,
      dy: settings.kind === "columns" ? -16 : 0,
      fontWeight: 600,
    }),
  ];
}

const DRAW = { bars, stacks, columns, lines, fans, grid };

/** Draw one figure at its present width. */
function draw(figure, canvas) {
  const settings = JSON.parse(figure.dataset.chart);
  const data = readTable(figure.querySelector("table"));
  const width = Math.round(canvas.clientWidth);
  if (!width || data.points.length === 0) return;
  const plot = Plot.plot({ className: "app-plot", ...DRAW[settings.kind](data, settings, width) });
  /* Plot brings its rules in a style element, which the content policy refuses: ours are in board.css. */
  for (const style of [...plot.querySelectorAll("style")]) style.remove();
  for (const drawing of plot.tagName === "svg" ? [plot] : plot.querySelectorAll("svg")) {
    drawing.setAttribute("aria-hidden", "true");
    drawing.setAttribute("focusable", "false");
    for (const named of drawing.querySelectorAll("[aria-label]")) named.removeAttribute("aria-label");
  }
  canvas.replaceChildren(plot);
}

/** Put the table into a closed details element, below the chart. */
function foldTable(figure) {
  const holder = figure.querySelector("[data-chart-table]");
  const details = document.createElement("details");
  details.className = "nhsuk-details app-chart__details";
  const summary = document.createElement("summary");
  summary.className = "nhsuk-details__summary";
  const words = document.createElement("span");
  words.className = "nhsuk-details__summary-text";
  words.textContent = "Show the figures as a table";
  const about = document.createElement("span");
  about.className = "nhsuk-u-visually-hidden";
  about.textContent = `: ${figure.dataset.heading}`;
  words.append(about);
  summary.append(words);
  holder.replaceWith(details);
  details.append(summary, holder);
}

function upgrade(figure) {
  const canvas = document.createElement("div");
  canvas.className = "app-chart__canvas";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Chart: ${figure.dataset.heading}. The table below has the same figures.`);
  figure.querySelector("[data-chart-table]").before(canvas);
  foldTable(figure);
  let drawnAt = 0;
  const redraw = () => {
    if (canvas.clientWidth === drawnAt) return;
    drawnAt = canvas.clientWidth;
    draw(figure, canvas);
  };
  new ResizeObserver(redraw).observe(canvas);
}

if ("Plot" in globalThis) document.querySelectorAll("figure[data-chart]").forEach(upgrade);
