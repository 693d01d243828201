// Shows the table made in Python and reports the cell chosen. One cell is in the tab order; arrow keys move between them.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("[data-matrix]");
  if (root.shown !== data.table) {
    root.innerHTML = data.table;
    root.shown = data.table;
  }
  const rows = [...root.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("button")]);
  const cells = rows.flat();
  const enter = (cell) => cells.forEach((each) => (each.tabIndex = each === cell ? 0 : -1));
  const press = (value) => cells.forEach((each) => each.setAttribute("aria-pressed", each.value === value));

  press(data.chosen);
  enter(cells.find((each) => each.value === data.chosen) ?? cells[0]);
  root.onclick = (event) => {
    const cell = event.target.closest("button");
    if (!cell) return;
    enter(cell);
    press(cell.value);
    setTriggerValue("cell", cell.value);
  };
  root.onkeydown = (event) => {
    const across = getComputedStyle(root).direction === "rtl" ? -1 : 1;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -across], ArrowRight: [0, across] }[event.key];
    const y = rows.findIndex((row) => row.includes(event.target));
    if (!step || y < 0) return;
    const next = rows[y + step[0]]?.[rows[y].indexOf(event.target) + step[1]];
    if (!next) return;
    event.preventDefault();
    enter(next);
    next.focus();
  };
}
