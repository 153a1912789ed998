
(() => {
  const tip = document.getElementById("tip");
  const areas = [...document.querySelectorAll("a.area")];
  for (const area of areas) {
    const title = area.querySelector("title");
    area.dataset.tip = title.textContent;
    area.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  let seen = null;
  const parts = id => document.querySelectorAll(`a.area[href="#${id}"]`);
  const seeable = area => area.getClientRects().length > 0;
  // Of the three drawings of the place that a link leads to, the one that is shown.
  const drawn = link => {
    const place = link?.hash && document.getElementById(link.hash.slice(1));
    return place && (seeable(place) ? place : [...parts(place.getAttribute("href").slice(1))].find(seeable));
  };
  const clear = () => {
    tip.hidden = true;
    seen = null;
    for (const lit of document.querySelectorAll(".here")) lit.classList.remove("here");
  };
  const place = (left, top) => {
    tip.style.left = Math.max(4, Math.min(left, innerWidth - tip.offsetWidth - 8)) + "px";
    tip.style.top = (top + tip.offsetHeight + 8 > innerHeight ? Math.max(4, top - tip.offsetHeight - 28) : top) + "px";
  };
  const look = (target, left, top) => {
    clear();
    const area = target.closest("a.area");
    const part = target.closest("article [id], section [id]");
    if (area) {
      tip.textContent = area.dataset.tip;
      tip.hidden = false;
      place(left, top);
      const href = area.getAttribute("href");
      if (href) document.getElementById(href.slice(1))?.classList.add("here");
    } else if (part) {
      for (const other of parts(part.id)) other.classList.add("here");
    }
  };
  document.addEventListener("pointermove", event => {
    if (event.pointerType !== "mouse" || !event.target.closest) return;
    if (event.target !== seen) look(event.target, event.clientX + 14, event.clientY + 16);
    else if (!tip.hidden) place(event.clientX + 14, event.clientY + 16);
    seen = event.target;
  });
  document.addEventListener("focusin", event => {
    const box = event.target.getBoundingClientRect();
    look(event.target, box.left, box.bottom + 6);
  });
  document.addEventListener("focusout", clear);
  document.addEventListener("scroll", clear, true);
  document.addEventListener("click", event => {
    const story = event.target.closest("main article, main section");
    const link = event.target.closest("a");
    if (!story || (link && !link.matches(".to, .badge")) || String(getSelection())) return;
    const part = event.target.closest("[id]").id;
    const place = (!link && [...parts(part)].find(seeable)) || drawn(link || story.querySelector("a.badge, a.to"));
    if (place) { event.preventDefault(); location.hash = place.id; }
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") { clear(); location.hash = "none"; }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const area = event.target.closest?.("a.area");
    if (!step || !area) return;
    const shown = areas.filter(other => other.hasAttribute("href") && seeable(other));
    const next = shown[shown.indexOf(area) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
})();
