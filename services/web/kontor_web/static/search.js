// The search at the top shows what it finds while somebody types; arrow keys choose.

const PAUSE = 150;
const SHORTEST = 2;
let timer = 0;
let asked = 0;

const form = () => document.querySelector("[data-search]");
const field = () => form()?.querySelector("input");
const found = () => form()?.querySelector(".search-found");
const isOpen = () => found() && !found().hidden;

function close() {
  clearTimeout(timer);
  asked += 1;
  if (found()) found().hidden = true;
}

async function find() {
  const turn = ++asked;
  const wanted = field()?.value.trim() ?? "";
  if (wanted.length < SHORTEST) return close();
  const address = `/search?q=${encodeURIComponent(wanted)}`;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  const text = await answer.text();
  if (turn !== asked || !found() || !answer.ok || answer.redirected) return;
  found().innerHTML = text;
  found().hidden = false;
}

function move(step) {
  const all = [field(), ...found().querySelectorAll("a")];
  const next = all.indexOf(document.activeElement) + step;
  all[(next + all.length) % all.length].focus();
}

document.addEventListener("keydown", (event) => {
  if (!isOpen()) return;
  if (event.key === "Escape") {
    field().focus();
    close();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  }
});

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  clearTimeout(timer);
  // A page that is left while it asks wants no answer any more.
  timer = setTimeout(() => find().catch(close), PAUSE);
});

document.addEventListener("click", (event) => {
  if (isOpen() && !form().contains(event.target)) close();
});

document.addEventListener("htmx:after:settle", close);
