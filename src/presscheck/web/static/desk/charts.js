// The chart of a series, drawn by Vega-Lite without eval (`ast`: vega-embed brings its own interpreter); what a point tells is shown under the pointer as plain text.
"use strict";
(() => {
  const chart = document.getElementById("chart");
  const told = document.getElementById("spec");
  if (!chart || !told || !window.vegaEmbed) return;
  const spec = JSON.parse(told.textContent);
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);
  const show = (handler, event, item, value) => {
    tip.replaceChildren();
    tip.hidden = !value || typeof value !== "object";
    if (tip.hidden) return;
    const list = document.createElement("dl");
    for (const [name, words] of Object.entries(value)) {
      if (words === "" || words === null || words === undefined || words === "null") continue;
      const term = document.createElement("dt");
      const said = document.createElement("dd");
      term.textContent = name;
      said.textContent = words;
      list.append(term, said);
    }
    tip.append(list);
    const { clientX, clientY } = event;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(clientX + 14, innerWidth - width - 8))}px`;
    tip.style.top = `${clientY + height + 24 > innerHeight ? Math.max(4, clientY - height - 14) : clientY + 14}px`;
  };
  const lead = (event, item) => {
    const period = item?.datum?.period;
    const row = [...document.querySelectorAll("#points tr[data-period]")].find((one) => one.dataset.period === period);
    if (!row) return;
    document.querySelector("#points tr.lit")?.classList.remove("lit");
    row.classList.add("lit");
    row.scrollIntoView({ block: "center" });
    row.querySelector("a")?.focus({ preventScroll: true });
  };
  const drawnFor = spec.width;
  spec.width = Math.max(260, Math.min(1100, chart.clientWidth - 110));
  spec.background = null;
  const marks = spec.layer.flatMap((layer) => layer.layer || [layer]).map((layer) => layer.mark);
  for (const mark of marks) if (mark.type !== "point") mark.aria = false; // the points tell it all
  for (const mark of marks) if (mark.type === "bar") mark.width = Math.max(2, mark.width * spec.width / drawnFor);
  spec.autosize = { type: "pad", contains: "padding" };
  const place = document.createElement("div");
  const options = { ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: show, logLevel: 0 };
  vegaEmbed(place, spec, options).then(({ view }) => {
    chart.replaceChildren(place);
    chart.dataset.drawn = "vega";
    view.addEventListener("click", lead);
    addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
  }).catch((error) => console.warn("the drawing of the server stays:", error.message));
})();
