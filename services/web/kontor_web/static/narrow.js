// What a narrow screen needs: each row of a table as a record of its own, and the current tab in sight.

const ROLES = {
  TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell",
};

function name(cell) {
  return cell.querySelector(".hidden") ? "" : cell.textContent.trim();
}

// The roles say what the style sheet's blocks no longer do.
function tell(element) {
  const heads = element.scope === "row" ? "rowheader" : "columnheader";
  element.setAttribute("role", ROLES[element.tagName] ?? heads);
}

function asRecords(table) {
  const names = [...table.tHead.rows[0].cells].map(name);
  for (const element of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) tell(element);
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, at) => { cell.dataset.name = names[at] ?? ""; });
  }
  table.classList.add("as-records");
}

function prepare() {
  document.querySelectorAll(".table-scroll > table:not(.calendar)").forEach(asRecords);
  for (const strip of document.querySelectorAll(".tabs")) {
    const current = strip.querySelector("[aria-current]");
    if (current) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
  }
}

document.addEventListener("htmx:after:settle", prepare);
prepare();
