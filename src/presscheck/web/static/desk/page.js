// A page beside its stories: what is chosen on one side lights up on the other and is brought into view.
"use strict";
(() => {
  const leaf = document.getElementById("leaf");
  if (!leaf) return;
  const overlay = document.getElementById("overlay");
  const dump = document.getElementById("dump");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const column = () => document.getElementById("column");
  const parts = (key) => document.querySelectorAll(`[data-part="${CSS.escape(key)}"]`);
  let viewer = null;

  // -- choosing a part of a story, from either side
  function choose(key, from) {
    unlit();
    document.querySelectorAll("path.sought").forEach((one) => one.remove());
    const found = [...parts(key)];
    found.forEach((one) => one.classList.add("lit"));
    const story = found.map((one) => one.dataset.story || one.closest("article")?.dataset.story).find(Boolean);
    if (story) near(story);
    if (from !== "column") bringWords(key);
    if (from !== "leaf") bringPlace();
    const part = /^(.+)-(?:p(\d+)|(\w+))$/.exec(key);
    if (part && story) {
      const asked = new URLSearchParams(location.search);
      ["paragraph", "part", "start", "end"].forEach((name) => asked.delete(name));
      asked.set("story", story);
      asked.set(part[2] === undefined ? "part" : "paragraph", part[2] ?? part[3]);
      history.replaceState(null, "", `${location.pathname}?${asked}`);
    }
  }

  function unlit() {
    document.querySelectorAll(".lit, .near").forEach((one) => one.classList.remove("lit", "near"));
  }

  function whole(story) {
    if (dump) {
      const pieces = [...dump.querySelectorAll(`.piece[data-story="${CSS.escape(story)}"]`)];
      if (!pieces.length) return false;
      unlit();
      pieces.forEach((one) => one.classList.add("lit"));
      bringPlace();
      return true;
    }
    const areas = [...overlay.querySelectorAll(`.area[data-story="${CSS.escape(story)}"] path`)];
    if (!areas.length) return false;
    unlit();
    areas.forEach((one) => one.parentElement.classList.add("lit"));
    near(story);
    show(areas.map((one) => one.getBBox()), 0.3);
    return true;
  }

  function near(story) {
    document.querySelectorAll(`.way[data-story="${CSS.escape(story)}"]`).forEach((one) => one.classList.add("near"));
  }

  function bringWords(key) {
    const part = document.getElementById(key);
    if (!part) return;
    part.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  function bringPlace() {
    if (dump) {
      const piece = dump.querySelector(".piece.lit");
      if (!piece) return;
      const top = piece.getBoundingClientRect().top - dump.getBoundingClientRect().top + dump.scrollTop;
      dump.scrollTo({ top: top - dump.clientHeight / 3, behavior: calm ? "auto" : "smooth" });
    } else if (viewer) {
      const lit = [...overlay.querySelectorAll("path.sought, .area.lit path")];
      if (lit.length) show(lit.map((one) => one.getBBox()), 0.3);
    }
  }

  function show(boxes, least) {
    const left = Math.min(...boxes.map((box) => box.x)), top = Math.min(...boxes.map((box) => box.y));
    const right = Math.max(...boxes.map((box) => box.x + box.width));
    const foot = Math.max(...boxes.map((box) => box.y + box.height));
    const wide = Math.max((right - left) * 1.25 / 1000, least), high = (foot - top) * 1.15 / 1000;
    const middle = { x: (left + right) / 2000, y: (top + foot) / 2000 };
    const rect = new OpenSeadragon.Rect(middle.x - wide / 2, middle.y - high / 2, wide, high);
    viewer.viewport.fitBoundsWithConstraints(rect, calm);
  }

  // -- the page: a viewer to look nearer in
  function open() {
    const holder = document.getElementById("viewer");
    const height = Number(holder.dataset.height);
    const bare = { width: 1000, height, tileSize: 1024, minLevel: 0, maxLevel: 0, tileExists: () => false, getTileUrl: () => "" };
    holder.classList.add("lively");
    // The viewer would write a style sheet into the page, which the desk forbids: it looks whether one is there.
    const sheet = document.createElementNS("urn:presscheck", "style");
    sheet.setAttribute("data-openseadragon-mobile-css", "true");
    document.head.append(sheet);
    overlay.remove();
    viewer = OpenSeadragon({
      element: holder, tileSources: holder.dataset.picture || bare, drawer: "canvas", prefixUrl: "",
      showNavigationControl: false, showNavigator: false, visibilityRatio: 0.6, minZoomImageRatio: 0.9,
      maxZoomPixelRatio: holder.dataset.picture ? 2.5 : 12, animationTime: calm ? 0 : 0.6,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: true },
    });
    viewer.addOnceHandler("open", () => {
      viewer.addOverlay({ element: overlay, location: new OpenSeadragon.Rect(0, 0, 1, height / 1000) });
      const story = new URLSearchParams(location.search).get("story");
      if (overlay.querySelector("path.sought, .area.lit")) bringPlace();
      else if (story) whole(story);
      holder.dataset.ready = "true";
    });
    viewer.addHandler("update-viewport", () => {
      const near = String(Math.min(1, Math.max(viewer.viewport.getZoom(true), 0.01) ** -0.7).toFixed(2));
      if (overlay.style.getPropertyValue("--near") !== near) overlay.style.setProperty("--near", near);
    });
    viewer.addHandler("open-failed", () => { holder.dataset.failed = "true"; });
    viewer.addHandler("canvas-click", (event) => {
      const area = event.originalTarget.closest?.("[data-part]");
      if (event.quick && area) choose(area.dataset.part, "leaf");
    });
    viewer.addHandler("canvas-key", (event) => {
      if (/^[rf]$/i.test(event.originalEvent.key)) event.preventDefaultAction = true;
    });
    overlay.addEventListener("click", (event) => event.preventDefault());
    overlay.addEventListener("keydown", (event) => {
      const area = event.target.closest("[data-part]");
      if (event.key === "Enter" && area) { event.preventDefault(); choose(area.dataset.part, "leaf"); }
    });
    viewer.canvas.setAttribute("role", "application");
    viewer.canvas.setAttribute("aria-label", holder.getAttribute("aria-label"));
    holder.removeAttribute("aria-label");
    holder.removeAttribute("role");
    holder.removeAttribute("tabindex");
    const zoom = (by) => { viewer.viewport.zoomBy(by); viewer.viewport.applyConstraints(); };
    document.getElementById("zoom-in").addEventListener("click", () => zoom(1.5));
    document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.5));
    document.getElementById("zoom-home").addEventListener("click", () => viewer.viewport.goHome(calm));
  }

  function toggle(id, name, pressed) {
    const button = document.getElementById(id);
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      leaf.classList.toggle(name, on === pressed);
    });
  }

  leaf.querySelectorAll(".zooms, .layers").forEach((one) => { one.hidden = false; });
  toggle("layer-regions", "no-regions", false);
  toggle("layer-ways", "ways", true);
  if (overlay && window.OpenSeadragon) open();
  if (dump) {
    dump.addEventListener("click", (event) => {
      const piece = event.target.closest("[data-part]");
      if (piece) { event.preventDefault(); choose(piece.dataset.part, "leaf"); }
    });
  }
  new IntersectionObserver((seen) => leaf.classList.toggle("tall", !seen.at(-1).isIntersecting))
    .observe(document.querySelector(".page-head"));
  const lit = document.querySelector("#column .lit");
  const wanted = new URLSearchParams(location.search).get("story");
  if (dump && wanted && !lit) whole(wanted);
  if (lit) {
    near(lit.closest("article")?.dataset.story || "");
    requestAnimationFrame(() => { bringWords(lit.id); bringPlace(); });
  }

  // -- the stories
  document.addEventListener("click", (event) => {
    const part = event.target.closest("#column [data-part]");
    const link = event.target.closest("a, button, input, select, summary, form");
    const to = link?.classList.contains("to") && link.getAttribute("href").includes("#");
    if (part && (to || !link) && (to || getSelection().isCollapsed)) {
      if (to) event.preventDefault();
      choose(part.dataset.part, "column");
    }
    const badge = event.target.closest("#column .badge");
    if (badge && (viewer || dump)) {
      const story = badge.closest("article").dataset.story;
      if (whole(story)) event.preventDefault();
    }
  });

  // -- arranging: the cut goes where the cursor was put, and the reader goes on where he was
  const points = (words) => [...words].length;
  function placeOf(node, offset) {
    const bit = node.parentElement?.closest("[data-at]");
    return bit && node.nodeType === Node.TEXT_NODE ? Number(bit.dataset.at) + points(node.data.slice(0, offset)) : null;
  }
  document.addEventListener("selectionchange", () => {
    const at = getSelection();
    const part = at.anchorNode?.parentElement?.closest(".arranged [data-part]");
    const place = part ? placeOf(at.anchorNode, at.anchorOffset) : null;
    const field = part && document.querySelector(`[data-cut="${CSS.escape(part.dataset.part)}"]`);
    if (!field || !place) return;
    if (field.tagName === "SELECT") {
      field.querySelector("[data-cursor]")?.remove();
      const words = column().dataset.cursor + at.anchorNode.data.slice(at.anchorOffset, at.anchorOffset + 12) + "…";
      const option = new Option(words, String(place), true, true);
      option.dataset.cursor = "true";
      field.prepend(option);
    } else {
      field.value = String(place);
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status) && event.detail.target.id === "column") {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "column" && event.detail.elt?.id !== "column") return;
    const now = column(), notice = document.getElementById("notice");
    if (notice.textContent.trim()) window.tell(notice.textContent.trim());
    const part = now.dataset.focus && document.getElementById(now.dataset.focus);
    if (!part) return;
    const menu = part.closest(".arranged")?.querySelector("details");
    if (menu) menu.open = true;
    (menu?.querySelector("summary") || part.querySelector("a"))?.focus({ preventScroll: true });
    part.scrollIntoView({ block: "nearest" });
  });
})();
