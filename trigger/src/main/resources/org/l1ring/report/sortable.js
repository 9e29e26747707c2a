/* No "less than" and no ampersand in here: the page is XML, too. */
document.querySelectorAll("table.sortable").forEach(function (table) {
  var heads = Array.from(table.tHead.rows[0].cells);
  var body = table.tBodies[0];
  heads.forEach(function (head, column) {
    function key(row) {
      var text = row.cells[column].textContent.trim();
      var number = parseFloat(text.replace(/,/g, ""));
      return { row: row, text: text, number: isNaN(number) ? -Infinity : number };
    }
    function sort() {
      var falling = head.getAttribute("aria-sort") !== "descending";
      var keys = Array.from(body.rows).map(key);
      var numeric = keys.some(function (each) { return isFinite(each.number); });
      keys.sort(function (one, other) {
        var order = numeric
          ? (one.number > other.number ? 1 : one.number === other.number ? 0 : -1)
          : one.text.localeCompare(other.text);
        return falling ? -order : order;
      });
      heads.forEach(function (each) { each.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      keys.forEach(function (each) { body.appendChild(each.row); });
    }
    head.tabIndex = 0;
    head.addEventListener("click", sort);
    head.addEventListener("keydown", function (event) {
      if (event.key === "Enter") { sort(); }
    });
  });
});
