// What HTML lacks: Ctrl K, menus that close, and the focus on what went wrong after a swap.

const search = () => document.getElementById("search");

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && search()) {
    event.preventDefault();
    search().focus();
    search().select();
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A block that fetches itself again and again must not take the focus from whoever reads.
function settle(event) {
  if (event?.detail?.task?.target?.id === "work" || event?.target?.closest?.("[data-live]")) return;
  const trouble = document.querySelector("[data-focus]");
  if (trouble) trouble.focus();
  else if (!location.hash) document.getElementById("main")?.focus({ preventScroll: true });
}

document.addEventListener("htmx:after:settle", settle);
if (document.querySelector("[data-focus]")) settle();
