// SPDX-License-Identifier: MIT-0
// page.js - curves that can be zoomed and read. Texts of the log reach the page through textContent
// alone.
(function () {
    "use strict";

    const dark = matchMedia("(prefers-color-scheme: dark)");
    const views = [];

    function element(tag, name, text) {
        const e = document.createElement(tag);
        if (name) e.className = name;
        if (text !== undefined) e.textContent = text;
        return e;
    }

    function button(name, text, act) {
        const b = element("button", name, text);
        b.type = "button";
        b.addEventListener("click", act);
        return b;
    }

    function press(b, on) { b.setAttribute("aria-pressed", String(on)); }

    // A number as the report has it: four digits, no idle zeros.
    function say(v) {
        if (v == null) return "\u2013";
        if (typeof v === "string") return v; // NaN, inf
        if (Number.isInteger(v) && Math.abs(v) < 1e9) return String(v);
        const size = Math.abs(v);
        return size >= 1e-4 && size < 1e6 ? String(+v.toPrecision(4)) : v.toExponential(3).replace(/\.?0*e\+?/, "e");
    }

    function reveal(e) {
        const folded = e.closest("details");
        if (folded) folded.open = true;
        e.scrollIntoView({ behavior: "smooth", block: "center" });
    }

    function color(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

    // The running median of so many values about each one, fewer towards the ends; nothing where
    // nothing was recorded.
    function medians(y, window) {
        const at = [], out = y.map(() => null), half = window >> 1;
        y.forEach((v, i) => { if (v != null) at.push(i); });
        at.forEach((i, k) => {
            const reach = Math.min(half, k, at.length - 1 - k), near = at.slice(k - reach, k + reach + 1).map(j => y[j]).sort((a, b) => a - b);
            out[i] = near.length % 2 ? near[near.length >> 1] : (near[near.length / 2 - 1] + near[near.length / 2]) / 2;
        });
        return out;
    }

    // 1, 3, 10, ..., over less than a decade and a half 1, 2, 5, 10, ..., over many some of the decades.
    function logTics(min, max) {
        const tics = [], decades = Math.log10(max / min), each = Math.max(1, Math.ceil(decades / 7));
        const steps = decades > 4 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5];
        for (let ten = Math.floor(Math.log10(min) / each) * each; ten <= Math.log10(max); ten += each)
            for (const step of steps) {
                const v = +(step + "e" + ten);
                if (v >= min && v <= max) tics.push(v);
            }
        return tics;
    }

    // Distances of tics that any range may need, where uPlot's own end at 1e16.
    function distances(min, max) {
        const ten = Math.floor(Math.log10((max - min) / 100));
        return [0, 1, 2, 3].flatMap(k => [1, 2, 2.5, 5].map(step => +(step + "e" + (ten + k))));
    }

    // ---- one run's curves ---------------------------------------------------------------------

    function View(data, section) {
        const view = this;
        if (data.even) data.x = Array.from({ length: data.even[2] }, (_, i) => data.even[0] + i * data.even[1]);
        for (const s of data.panels.flatMap(p => p.series)) {
            s.logged = s.y;
            s.y = s.y.map(v => typeof v === "number" ? v : null);
        }
        let hot = -1, zoomed = false, plots = [], moving = false;
        const off = new Set();
        const all = data.panels.flatMap(p => p.series);
        const figure = section.querySelector("figure");
        const live = element("div", "live" + (figure ? " has-figure" : ""));
        const bar = element("div", "bar"), at = element("span", "at"), spoken = element("span", "quiet");
        const zoom = element("span", "group"), lanes = element("div", "lanes");
        const charts = element("div", "charts");
        const first = data.x[0], last = data.x[data.x.length - 1];
        const hint = matchMedia("(pointer: coarse)").matches
            ? "Touch the curves to read them, + and \u2212 zoom."
            : "Drag to zoom, double-click to see all; arrow keys move the cursor, + and \u2212 zoom, 0 shows all.";

        function range() {
            const s = plots.length ? plots[0].scales.x : null;
            return s && s.min != null ? [s.min, s.max] : [first, last];
        }

        function zoomTo(from, to) {
            if (!(to > from)) return;
            moving = true;
            for (const u of plots) u.setScale("x", { min: from, max: to });
            moving = false;
            zoomed = from > first || to < last;
            reset.disabled = !zoomed;
            place();
        }

        function showAll() { zoomTo(first, last); }

        function scale(factor) {
            const [a, b] = range(), i = plots[0].cursor.idx;
            const middle = i != null && data.x[i] >= a && data.x[i] <= b ? data.x[i] : (a + b) / 2;
            zoomTo(Math.max(first, middle - (middle - a) * factor), Math.min(last, middle + (b - middle) * factor));
        }

        const out = button("", "\u2212", () => scale(2)), into = button("", "+", () => scale(0.5));
        const reset = button("", "Show all", showAll);
        out.setAttribute("aria-label", "Zoom out");
        into.setAttribute("aria-label", "Zoom in");
        reset.disabled = true;
        zoom.append(out, into, reset);
        spoken.setAttribute("aria-live", "polite");
        bar.append(at, spoken, zoom);

        // ---- findings above the panels: where they are, and which range they mean

        const marks = data.marks.map((m, i) => {
            const lane = element("div", "lane " + m.severity + (m.explained ? " explained" : ""));
            const item = document.getElementById("finding-" + data.run + "-" + (i + 1));
            const b = button("", "", () => { heat(i); if (item) reveal(item); });
            const words = element("span");
            words.append(element("b", "", String(i + 1)), m.rule);
            b.append(words);
            b.title = "Go to what finding " + (i + 1) + " says";
            for (const e of [b, item]) {
                if (!e) continue;
                e.addEventListener("mouseenter", () => heat(i));
                e.addEventListener("mouseleave", () => heat(-1));
                e.addEventListener("focusin", () => heat(i));
                e.addEventListener("focusout", () => heat(-1));
            }
            if (item) item.firstElementChild.after(button("show", "Show in the curves", () => {
                const margin = Math.max((m.to - m.from) * 0.15, (last - first) * 0.02);
                choose(true);
                zoomTo(Math.max(first, m.from - margin), Math.min(last, m.to + margin));
                heat(i);
                live.scrollIntoView({ behavior: "smooth", block: "start" });
            }));
            lane.append(b);
            lanes.append(lane);
            return { lane, b, item };
        });

        function heat(i) {
            hot = i;
            marks.forEach((m, k) => {
                m.lane.classList.toggle("hot", k === i);
                if (m.item) m.item.classList.toggle("hot", k === i);
            });
            for (const u of plots) u.redraw(false);
        }

        function place() {
            if (!plots.length) return;
            const [a, b] = range(), u = plots[0], ratio = devicePixelRatio;
            const left = u.bbox.left / ratio, width = u.bbox.width / ratio;
            data.marks.forEach((m, i) => {
                const from = Math.max(m.from, a), to = Math.min(m.to, b), e = marks[i].b;
                marks[i].lane.classList.toggle("off", to < from);
                const l = (from - a) / (b - a) * width, w = Math.max((to - from) / (b - a) * width, 20);
                const start = Math.min(l, width - w), words = e.firstChild;
                e.style.left = left + start + "px";
                e.style.width = w + "px";
                words.style.marginLeft = "0";
                const beyond = start + words.offsetWidth > width && words.offsetWidth > w;
                words.style.marginLeft = beyond ? -words.offsetWidth + "px" : "0";
            });
        }

        // ---- panels

        function fillGap(u, panel, from) {
            if (panel.kind !== "loss" && panel.kind !== "score") return;
            const of = split => panel.series.findIndex(s => s.split === split && s.family === 0);
            const t = of("train"), v = of("validation");
            if (t < 0 || v < 0 || !u.series[t + 1].show || !u.series[v + 1].show) return;
            if (data.marks.some(m => !m.gap && m.series.includes(from + t))) return;
            const c = u.ctx, a = u.data[t + 1], b = u.data[v + 1], line = [], back = [];
            data.x.forEach((x, i) => {
                if (a[i] != null) line.push([x, a[i]]);
                if (b[i] != null) back.unshift([x, b[i]]);
            });
            if (line.length < 2 || back.length < 2) return;
            c.save();
            c.beginPath();
            c.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
            c.clip();
            c.beginPath();
            for (const [x, y] of line.concat(back)) c.lineTo(u.valToPos(x, "x", true), u.valToPos(y, "y", true));
            c.globalAlpha = dark.matches ? 0.14 : 0.1;
            c.fillStyle = panel.series[v].color[dark.matches ? 1 : 0];
            c.fill();
            c.restore();
        }

        function showHot(u) {
            const m = data.marks[hot];
            if (!m) return;
            const c = u.ctx, box = u.bbox;
            const a = Math.max(u.valToPos(m.from, "x", true), box.left);
            const b = Math.min(u.valToPos(m.to, "x", true), box.left + box.width);
            if (b < a) return;
            c.save();
            c.fillStyle = color("--hot");
            c.fillRect(a - 1, box.top, Math.max(b - a, 2) + 1, box.height);
            c.restore();
        }

        function ringBest(u, panel, from) {
            const best = data.best;
            if (!best || best.x < u.scales.x.min || best.x > u.scales.x.max) return;
            const c = u.ctx, x = u.valToPos(best.x, "x", true), box = u.bbox, r = devicePixelRatio;
            c.save();
            c.strokeStyle = color("--good");
            c.lineWidth = r;
            c.setLineDash([2 * r, 3 * r]);
            c.beginPath();
            c.moveTo(x, box.top);
            c.lineTo(x, box.top + box.height);
            c.stroke();
            const i = best.series - from;
            if (i >= 0 && i < panel.series.length && u.series[i + 1].show) {
                c.setLineDash([]);
                c.lineWidth = 2 * r;
                c.fillStyle = color("--bg");
                c.beginPath();
                c.arc(x, u.valToPos(best.y, "y", true), 4.5 * r, 0, 7);
                c.fill();
                c.stroke();
            }
            c.restore();
        }

        function legend(panel, from, index) {
            const row = element("div", "legend");
            row.append(element("span", "of", panel.name));
            const keys = panel.series.map((s, k) => {
                const swatch = element("i", s.dash ? "dash" : ""), value = element("b", "", "");
                const b = button("key", "", () => {
                    const show = off.has(from + k);
                    if (show) off.delete(from + k); else off.add(from + k);
                    press(b, show);
                    for (const i of [k + 1, k + 1 + panel.series.length])
                        if (plots[index].series[i]) plots[index].setSeries(i, { show });
                });
                press(b, !off.has(from + k));
                swatch.style.borderColor = s.color[dark.matches ? 1 : 0];
                b.append(swatch, element("span", "", s.name), value);
                row.append(b);
                return value;
            });
            if (panel.series.every(s => s.y.every(v => v == null || v > 0)) && panel.kind !== "score") {
                const b = button("log", "log", () => { panel.log = panel.log ? 0 : 1; build(); });
                press(b, !!panel.log);
                b.title = "Logarithmic axis";
                row.append(b);
            }
            return { row, keys };
        }

        function read(u, i, keys, panel) {
            panel.series.forEach((s, k) => {
                let n = i == null ? s.logged.length - 1 : i;
                if (i == null) while (n > 0 && s.logged[n] == null) n--;
                keys[k].textContent = say(s.logged[n]);
            });
        }

        function words(i) {
            return data.axis + " " + say(data.x[i]) + ": " +
                all.filter((s, k) => !off.has(k) && s.logged[i] != null).map(s => s.name + " " + say(s.logged[i])).join(", ");
        }

        function tell(i) {
            at.replaceChildren();
            if (i == null) { at.append("values at the end"); return; }
            at.append(data.axis + " ", element("b", "", say(data.x[i])));
        }

        function addPanel(panel, from, index) {
            const narrow = charts.clientWidth < 560, theme = dark.matches ? 1 : 0;
            const { row, keys } = legend(panel, from, index);
            const box = element("div", "panel"), chart = element("div");
            box.append(row, chart);
            charts.append(box);
            const font = "12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
            const axis = { stroke: color("--muted"), font, grid: { stroke: color("--grid"), width: 1 }, ticks: { stroke: color("--line"), width: 1, size: 5 } };
            const tics = (u, v) => v.map(y => {
                const size = Math.abs(y);
                if (!panel.log && size < 1e-9 * (u.scales.y.max - u.scales.y.min)) return "0";
                return size >= 1e5 || (size > 0 && size < 1e-3) ? (+y.toPrecision(6)).toExponential().replace("e+", "e") : say(y);
            });
            const drawn = y => panel.log ? y.map(v => v > 0 ? v : null) : y;
            const faint = panel.series.some(s => s.median) ? panel.series : [];
            const whole = data.x.every(Number.isInteger) ? [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap(n => [n, 2 * n, 5 * n]) : undefined;
            const lastPanel = index + 1 === data.panels.length;
            const u = new uPlot({
                width: charts.clientWidth,
                height: (index === 0 ? (narrow ? 230 : 320) : (narrow ? 150 : 190)) + (lastPanel ? 46 : 0),
                padding: [8, 12, 0, 0],
                legend: { show: false },
                focus: { alpha: 1 },
                cursor: {
                    sync: { key: "run-" + data.run, setSeries: false },
                    drag: { x: true, y: false, dist: 5 },
                    points: { size: (u, i) => faint.length && i <= faint.length ? 0 : 8, width: 2, fill: color("--bg") },
                    y: false,
                    move: (u, left, top) => [left < 0 ? left : u.valToPos(data.x[u.posToIdx(left)], "x"), top], // onto a record
                },
                scales: {
                    x: { time: false },
                    y: panel.log ? { distr: 3, range: (u, a, b) => a > 0 ? [a / 1.15, b * 1.15] : [0.1, 1] } : { range: (u, a, b) => a == null ? [0, 1] : a === b ? [a - 0.5, b + 0.5] : [a - (b - a) * 0.05, b + (b - a) * 0.05] },
                },
                axes: [
                    { ...axis, grid: { show: false }, incrs: whole, size: lastPanel ? 32 : 6, label: lastPanel ? data.axis : undefined, labelSize: 20, labelGap: 0, labelFont: font,
                      values: (u, v) => lastPanel ? v.map(x => x == null ? "" : say(x)) : v.map(() => "") },
                    { ...axis, size: narrow ? 54 : 62, splits: panel.log ? (u, i, min, max) => logTics(min, max) : undefined, incrs: (u, i, min, max) => distances(min, max), filter: (u, v) => v, values: tics },
                ],
                series: [{}].concat(panel.series.map((s, k) => ({
                    label: s.name, stroke: s.color[theme], width: s.split === "train" ? 1.75 : 2.25, dash: s.dash ? [9, 5] : undefined,
                    spanGaps: true, points: { show: data.x.length <= 40, size: 5, fill: s.color[theme] }, show: !off.has(from + k),
                })), faint.map(s => ({
                    stroke: s.color[theme], width: 1, alpha: 0.35, spanGaps: true, points: { show: false },
                    show: !off.has(from + panel.series.indexOf(s)),
                }))),
                hooks: {
                    drawAxes: [u => { showHot(u); fillGap(u, panel, from); }],
                    draw: [u => ringBest(u, panel, from)],
                    setCursor: [u => { read(u, u.cursor.idx, keys, panel); if (index === 0) tell(u.cursor.idx); }],
                    setScale: [(u, key) => { if (key === "x" && !moving && plots.length === data.panels.length) zoomTo(u.scales.x.min, u.scales.x.max); }],
                },
            }, [data.x].concat(panel.series.map(s => drawn(s.median ? medians(s.y, s.median) : s.y)), faint.map(s => drawn(s.y))), chart);
            u.over.addEventListener("pointermove", e => {
                if (e.pointerType === "touch") moveTo(u.posToIdx(e.clientX - u.over.getBoundingClientRect().left));
            });
            read(u, null, keys, panel);
            plots.push(u);
        }

        function build() {
            const [a, b] = range();
            for (const u of plots) u.destroy();
            plots = [];
            charts.replaceChildren();
            let from = 0;
            data.panels.forEach((panel, i) => { addPanel(panel, from, i); from += panel.series.length; });
            tell(null);
            zoomTo(a, b);
        }

        function moveTo(i) {
            i = Math.max(0, Math.min(data.x.length - 1, i));
            for (const u of plots) u.setCursor({ left: u.valToPos(data.x[i], "x"), top: u.over.clientHeight / 2 }, true, false);
            return i;
        }

        function onKey(e) {
            if (e.target !== charts || e.ctrlKey || e.metaKey || e.altKey) return;
            const u = plots[0], [a, b] = range(), step = e.shiftKey ? 10 : 1;
            let i = u.cursor.idx;
            if (i == null) i = data.x.findIndex(x => x >= a);
            if (e.key === "ArrowLeft") i -= step;
            else if (e.key === "ArrowRight") i += step;
            else if (e.key === "Home") i = data.x.findIndex(x => x >= a);
            else if (e.key === "End") i = data.x.findLastIndex(x => x <= b);
            else if (e.key === "+" || e.key === "=") { scale(0.5); e.preventDefault(); return; }
            else if (e.key === "-") { scale(2); e.preventDefault(); return; }
            else if (e.key === "0" || e.key === "Escape") { showAll(); e.preventDefault(); return; }
            else return;
            e.preventDefault();
            spoken.textContent = words(moveTo(i));
        }

        // ---- the two ways to see them

        let which = [];
        function choose(interactive) {
            live.classList.toggle("still", !interactive);
            for (const e of [lanes, charts, zoom, note, at]) e.classList.toggle("off", !interactive);
            if (figure) figure.classList.toggle("off", interactive);
            which.forEach((b, i) => press(b, (i === 0) === interactive));
            if (interactive && plots.length) fit();
        }

        function fit() {
            const width = charts.clientWidth;
            if (!width) return;
            for (const u of plots) if (u.width !== width) u.setSize({ width, height: u.height });
            place();
        }

        const note = element("p", "hint", hint);
        charts.tabIndex = 0;
        charts.setAttribute("role", "group");
        charts.setAttribute("aria-label", "Curves. " + hint);
        charts.addEventListener("keydown", onKey);
        if (figure) {
            const both = element("span", "group");
            both.setAttribute("role", "group");
            both.setAttribute("aria-label", "View");
            which = [button("", "Interactive", () => choose(true)), button("", "Annotated", () => choose(false))];
            both.append(...which);
            bar.append(both);
        }
        live.append(bar, lanes, charts, note);
        section.insertBefore(live, figure || section.querySelector(".data"));
        build();
        choose(true);
        new ResizeObserver(fit).observe(live);
        view.redraw = build;
    }

    function draw(section) {
        const source = section.querySelector(".data");
        if (!source || section.querySelector(".live")) return;
        views.push(new View(JSON.parse(source.textContent), section));
    }

    dark.addEventListener("change", () => { for (const v of views) v.redraw(); });
    for (const section of document.querySelectorAll("main > .curves")) draw(section);

    window.learncurve = { draw, element, button, press }; // for runs.js

    // What is folded is printed, but for runs that nobody opened.
    let folded = [];
    addEventListener("beforeprint", () => {
        folded = [...document.querySelectorAll("details:not(.run):not([open])")].filter(d => !d.closest(".run"));
        for (const d of folded) d.open = true;
    });
    addEventListener("afterprint", () => { for (const d of folded) d.open = false; });
})();
