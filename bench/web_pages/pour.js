// Pours the stories of the page into their regions and tells what then stands where.
// A region that has no fixed height is bounded by the nearest element with data-limit.
"use strict";

const SENTENCE = /[^。！？]*[。！？]+[”’」』）]*|[^。！？]+$/g;
const CLOSED = /[。！？…；][”’」』）]*$/;

const over = (box, by = 1) => box.scrollWidth > box.clientWidth + by || box.scrollHeight > box.clientHeight + by;
const overfull = (region) => {
  const limit = region.closest("[data-limit]");
  return over(region) || (limit !== null && over(limit));
};

function element(tag, story, role, place) {
  const made = document.createElement(tag);
  made.dataset.s = story.id;
  made.dataset.r = role;
  if (place !== undefined) made.dataset.k = place;
  return made;
}

// One piece of a paragraph: what of it stands in one region.
class Piece {
  constructor(story, place, text, first) {
    const { kind, lead } = story.paragraphs[place];
    this.story = story;
    this.place = place;
    this.kind = kind;
    this.el = element("p", story, kind, place);
    if (!first) this.el.classList.add("rest");
    const pad = first && story.pad && kind === "p" ? "　　" : "";
    if (pad) this.el.append(pad);
    if (first && lead) {
      const bold = document.createElement("span");
      bold.className = "lead";
      bold.textContent = lead;
      this.el.append(bold);
    }
    this.node = document.createTextNode("");
    this.el.append(this.node);
    this.text = text;
  }
  get text() { return this.node.data; }
  set text(text) { this.node.data = text; }
}

function most(region, piece, text) {
  let low = 0, high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    piece.text = text.slice(0, middle);
    if (overfull(region)) high = middle - 1; else low = middle;
  }
  piece.text = text.slice(0, low);
  return low;
}

// Sets the story; gives its pieces and whether all of it found room.
function fill(story) {
  const regions = story.regions.map((id) => document.getElementById(id));
  const pieces = [];
  let at = 0;
  for (let place = 0; place < story.paragraphs.length; place++) {
    let text = story.paragraphs[place].text, first = true;
    while (true) {
      const piece = new Piece(story, place, text, first);
      regions[at].append(piece.el);
      if (!overfull(regions[at])) { pieces.push(piece); break; }
      const held = piece.kind === "p" ? most(regions[at], piece, text) : 0;
      if (held > 1) {
        pieces.push(piece);
        piece.el.classList.toggle("torn", at + 1 < regions.length);
        text = text.slice(held);
        first = false;
      } else piece.el.remove();
      if (++at === regions.length) return { pieces, whole: false };
    }
  }
  return { pieces, whole: true };
}

function close(story, pieces) {
  const end = story.tail ? document.createElement("span") : null;
  if (end) end.textContent = story.tail;
  let jump = null;
  if (story.jump) {
    jump = element(story.jump.inline ? "span" : "p", story, "jump");
    jump.className = "jump";
    jump.textContent = story.jump.text;
  }
  while (pieces.length) {
    const last = pieces[pieces.length - 1];
    last.el.classList.remove("torn");
    const region = last.el.parentElement;
    if (end) last.el.append(end);
    if (jump) (story.jump.inline ? last.el : region).append(jump);
    const ends = last.kind === "p" && last.text.length > 3 && (story.jump ? !CLOSED.test(last.text) : CLOSED.test(last.text));
    if (ends && !overfull(region)) return;
    if (end) end.remove();
    if (jump) jump.remove();
    const sentences = last.text.match(SENTENCE) ?? [];
    last.text = story.jump ? last.text.slice(0, -1) : sentences.slice(0, -1).join("");
    if (last.kind !== "p" || last.text.length < 2) {
      last.el.remove();
      pieces.pop();
    }
  }
}

// A story that is too short for its place is set with more leading, as compositors do.
function spread(story) {
  if (story.regions.length > 1 || story.jump) return;
  const region = document.getElementById(story.regions[0]);
  if (region.closest("[data-limit]")) return;
  const leading = parseFloat(getComputedStyle(region).lineHeight);
  let best = leading;
  for (let more = 1; more <= 1.3; more += 0.02) {
    region.style.lineHeight = `${(leading * more).toFixed(2)}px`;
    if (overfull(region)) break;
    best = leading * more;
  }
  region.style.lineHeight = `${best.toFixed(2)}px`;
}

function freeze() {
  for (const body of document.querySelectorAll(".slot > .body")) {
    const side = body.parentElement.classList.contains("side");
    const { width, height } = body.getBoundingClientRect();
    if (side) body.style.width = `${Math.floor(width)}px`;
    body.style.height = `${Math.floor(height)}px`;
    body.style.flex = "none";
  }
}

function pour(story) {
  const own = () => document.querySelectorAll(`[data-s="${story.id}"], [data-item="${story.id}"]`);
  const item = document.querySelector(`[data-item="${story.id}"]`);
  if (item) item.hidden = false;
  const { pieces, whole } = fill(story);
  close(story, pieces);
  const length = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  if (length < Math.min(story.least, story.length)) {
    if (!item) throw new Error(`no room for story ${story.id}`);
    own().forEach((each) => each.remove());
  } else if (whole) spread(story);
}

// The words of a piece without its jump mark, a character at a time with its place.
function* characters(el) {
  const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.dataset.r === "jump") continue;
    for (let i = 0; i < node.data.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      yield [node.data[i], range.getBoundingClientRect()];
    }
  }
}

function columnsOf(els) {
  const columns = [];
  let region = null, foot = 0;
  for (const el of els) {
    if (el.parentElement !== region) { columns.push([""]); foot = -1e9; }
    else columns[columns.length - 1].push("");
    region = el.parentElement;
    const torn = el.getClientRects().length > 1;
    let start = true;
    for (const [character, rect] of characters(el)) {
      if ((torn || start) && rect.height && rect.bottom < foot - 1) {
        if (start) columns[columns.length - 1].pop();
        columns.push([""]);
        foot = rect.bottom;
      }
      if (rect.height) foot = rect.bottom;
      start = false;
      const pieces = columns[columns.length - 1];
      pieces[pieces.length - 1] += character;
    }
  }
  return columns.filter((pieces) => pieces.length).map((pieces) => ({ pieces }));
}

function told(story) {
  const of = (role) => [...document.querySelectorAll(`[data-s="${story.id}"][data-r="${role}"]`)];
  const words = (role) => of(role).map((el) => el.textContent).join("") || null;
  const els = story.regions.flatMap((id) => [...(document.getElementById(id)?.children ?? [])])
    .filter((el) => el.dataset.k !== undefined && el.dataset.s === String(story.id));
  const paragraphs = [];
  for (const el of els) {
    const text = [...characters(el)].map(([character]) => character).join("");
    const last = paragraphs[paragraphs.length - 1];
    if (last && last.place === el.dataset.k) last.text += text;
    else paragraphs.push({ kind: el.dataset.r, text, place: el.dataset.k });
  }
  const heads = Object.fromEntries(["kicker", "headline", "deck", "byline", "caption"].map((r) => [r, words(r)]));
  const columns = story.vertical ? null : columnsOf(els);
  return {
    id: `a${story.id}`, ...heads, paragraphs: paragraphs.map(({ kind, text }) => ({ kind, text })), columns,
    jump_text: words("jump"), jump_from: story.from, date: story.date, source_id: story.source,
  };
}

(() => {
  const stories = JSON.parse(document.getElementById("stories").textContent);
  const result = document.getElementById("truth");
  try {
    freeze();
    stories.forEach(pour);
    const articles = stories.map(told).filter((article) => article.paragraphs.length);
    const stray = [...document.querySelectorAll(".slot")].filter((slot) => over(slot, 8)).map((slot) => slot.innerText.slice(0, 20));
    const furniture = [...document.querySelectorAll("[data-f]")].map((el) => el.textContent);
    result.textContent = JSON.stringify({ articles, furniture, stray });
  } catch (error) {
    result.textContent = JSON.stringify({ error: String(error) });
  }
})();
