// SPDX-License-Identifier: MIT-0
// runs.js - of several runs: the table is sorted and filtered, and its rows open the runs.
(function () {
    "use strict";

    const { draw, element, button, press } = window.learncurve;

    function valueOf(cell) {
        const v = cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent;
        return v === "\u2013" || v === "" ? null : isNaN(v) ? v : +v;
    }

    // What has no value comes last, in either direction.
    function order(a, b, down) {
        if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
        const by = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
        return down ? -by : by;
    }

    function Runs(table) {
        const body = table.tBodies[0], rows = [...body.rows], list = document.querySelector(".run-list");
        const heads = [...table.tHead.rows[0].cells];
        const wanted = element("input", "wanted"), shown = element("span", "muted");
        let only = null;
        table.classList.add("sorts");
        list.classList.add("off");

        const place = row => list.querySelector(row.querySelector("a").getAttribute("href"));

        // Of many runs each one's elements are a text until now.
        function contents(row) {
            const text = place(row).querySelector("noscript");
            if (text) text.replaceWith(new DOMParser().parseFromString(text.textContent, "text/html").body.firstElementChild);
            return place(row).querySelector(".inside");
        }

        function close(row) {
            const under = row.nextElementSibling;
            place(row).append(under.firstElementChild.firstElementChild);
            under.remove();
            row.classList.remove("open");
            row.querySelector("a").setAttribute("aria-expanded", "false");
        }

        function open(row) {
            const under = element("tr", "opened"), cell = element("td");
            cell.colSpan = heads.length;
            cell.append(contents(row));
            under.append(cell);
            row.after(under);
            row.classList.add("open");
            row.querySelector("a").setAttribute("aria-expanded", "true");
            draw(cell.querySelector(".curves"));
        }

        const isOpen = row => row.classList.contains("open");

        function sort(i) {
            const head = heads[i], down = head.getAttribute("aria-sort") === "ascending";
            for (const h of heads) h.removeAttribute("aria-sort");
            head.setAttribute("aria-sort", down ? "descending" : "ascending");
            const keys = new Map(rows.map(row => [row, valueOf(row.cells[i])]));
            rows.sort((a, b) => order(keys.get(a), keys.get(b), down));
            body.append(...rows.flatMap(row => isOpen(row) ? [row, row.nextElementSibling] : [row]));
        }

        function filter() {
            const name = wanted.value.toLowerCase();
            let n = 0;
            for (const row of rows) {
                const hidden = (only !== null && row.cells[1].textContent !== only) || !row.cells[0].textContent.toLowerCase().includes(name);
                if (hidden && isOpen(row)) close(row);
                row.classList.toggle("off", hidden);
                n += !hidden;
            }
            shown.textContent = n < rows.length ? n + " of " + rows.length + " runs" : "";
        }

        function choose(verdict) {
            only = only === verdict ? null : verdict;
            for (const b of document.querySelectorAll(".counts button")) press(b, b.lastElementChild.textContent === only);
            filter();
        }

        heads.forEach((head, i) => {
            if (rows.some(row => row.cells[i].querySelector("svg"))) return;
            const text = head.textContent;
            head.replaceChildren(button("", text, () => sort(i)));
        });
        for (const item of document.querySelectorAll(".counts li")) {
            const verdict = item.lastElementChild.textContent, b = button("", "", () => choose(verdict));
            b.append(...item.childNodes);
            b.title = "Only these runs";
            press(b, false);
            item.append(b);
        }
        wanted.type = "search";
        wanted.placeholder = "Names that contain";
        wanted.setAttribute("aria-label", "Only runs whose names contain");
        wanted.addEventListener("input", filter);
        shown.setAttribute("aria-live", "polite");
        const bar = element("p", "search");
        bar.append(wanted, " ", shown);
        table.parentElement.before(bar);
        for (const row of rows) {
            row.querySelector("a").setAttribute("aria-expanded", "false");
            row.addEventListener("click", e => {
                e.preventDefault();
                if (isOpen(row)) close(row); else open(row);
            });
        }
        const linked = rows.find(row => location.hash && row.querySelector("a").getAttribute("href") === location.hash);
        if (linked) { open(linked); linked.scrollIntoView(); }
    }

    for (const table of document.querySelectorAll("table.runs")) new Runs(table);
})();
