// The queue of corrections by keyboard: after each decision the next mark has the focus.
"use strict";
(() => {
  const queue = () => document.getElementById("queue");
  const all = () => (queue() ? [...queue().children] : []);
  const openOnes = () => all().filter((one) => "open" in one.dataset && !("busy" in one.dataset));
  const current = () => document.activeElement?.closest("#queue > li");
  const undoable = [];
  let shown = -1;
  let undoLater = false;

  const to = (item) => {
    if (!item) return;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => {
    const items = all();
    const at = items.indexOf(current());
    const aim = at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by;
    if (items[aim]) to(items[aim]);
    else if (by > 0 && !loadMore()) window.tell(queue()?.dataset.end || "");
  };

  const loadMore = () => {
    const more = document.querySelector("#more a");
    if (!more) return false;
    more.click();
    return true;
  };

  const chosen = () => {
    const item = current() || openOnes()[0];
    return item && "busy" in item.dataset ? null : item;
  };

  const act = (name) => chosen()?.querySelector(`[data-act="${name}"]`)?.click();

  const edit = () => {
    const box = chosen()?.querySelector("details.edit");
    if (!box) return;
    box.open = true;
    const field = box.querySelector("input[type=text]");
    field.focus();
    field.select();
  };

  const undo = () => {
    undoLater = Boolean(document.querySelector("#queue > li[data-busy]"));
    if (undoLater) return; // the last step is still on its way
    while (undoable.length) {
      const button = document.querySelector(`#${undoable.pop()} [data-undo]`);
      if (button) return button.click();
    }
    const button = document.querySelector("#queue-part > .done [data-undo]") || document.getElementById("undo-last");
    button?.click();
  };

  const pick = () => {
    const box = current()?.querySelector(".pick");
    if (!box) return;
    box.checked = !box.checked;
    count();
  };

  const count = () => {
    const told = document.getElementById("picked");
    if (!told) return;
    const many = document.querySelectorAll("#queue .pick:checked").length;
    told.textContent = many ? told.dataset.said.replace("#", many) : "";
  };

  const help = () => {
    const keys = document.getElementById("keys");
    keys.open = !keys.open;
    if (keys.open) keys.querySelector("summary").focus();
  };

  const KEYS = {
    a: () => act("accept"), r: () => act("refuse"), e: edit, u: undo, x: pick, "?": help,
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
  };
  const on = document.getElementById("keys-on");
  if (on) {
    on.closest("label").hidden = false;
    on.checked = localStorage.getItem("marks-keys") !== "off";
    on.addEventListener("change", () => localStorage.setItem("marks-keys", on.checked ? "on" : "off"));
  }

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape" && at.closest?.("details.edit")) {
      const box = at.closest("details.edit");
      box.open = false;
      box.querySelector("form").reset();
      to(box.closest("li"));
      return;
    }
    const writes = at.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const arrow = event.key.startsWith("Arrow");
    if (arrow && !current()) return;
    const deed = KEYS[event.key];
    if (!deed || (on && !on.checked && !arrow)) return;
    event.preventDefault();
    if (!event.repeat || arrow || "jk".includes(event.key)) deed();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches(".pick")) count();
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.path === "/marks/more") {
      // What was decided has left the queue: the next ones begin after those still open.
      const begun = Number(new URLSearchParams(location.search).get("offset") || 0);
      event.detail.parameters.set("offset", begun + openOnes().length);
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const elt = event.detail.elt;
    if (elt.closest("#more")) shown = all().length;
    const item = elt.closest("#queue > li[data-open]");
    if (!item) return;
    // Whoever is quick goes on at once; the answer comes behind.
    const items = openOnes();
    const at = items.indexOf(item);
    item.dataset.busy = "";
    to(items[at + 1] || items[at - 1]);
  });

  for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failed, (event) => {
      const item = event.detail.elt.closest("#queue > li[data-open]");
      if (!item) return;
      delete item.dataset.busy;
      to(item);
    });
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    const known = new Set();
    for (const one of all()) {
      if (known.has(one.id)) one.remove();
      known.add(one.id);
    }
    count();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const elt = event.detail.elt;
    const told = elt.matches?.("[data-told]") ? elt : elt.id === "queue-part" ? elt.querySelector("[data-told]") : null;
    if (told) window.tell(told.dataset.told);
    const lost = !document.activeElement || document.activeElement === document.body;
    if (elt.matches?.("#queue > li.decided")) {
      if (elt.querySelector("[data-undo]")) undoable.push(elt.id);
      if (undoLater) return undo();
      if (!openOnes().length && loadMore()) return;
      if (lost) to(elt);
    } else if (elt.matches?.("#queue > li[data-open]")) {
      to(elt);
    } else if (elt.id === "queue" && shown >= 0) {
      to(all()[shown]);
      shown = -1;
    } else if (elt.id === "queue-part") {
      to(openOnes()[0]);
    }
  });
})();
