// SPDX-License-Identifier: GPL-3.0-or-later
// pages.mjs - what a reader does with a report's page.   usage: node pages.mjs PAGES SHOTS
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.BROWSER_MODULES + "/node_modules/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [pages, shots] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

const wide = { viewport: { width: 1280, height: 900 } };
const tablet = { viewport: { width: 768, height: 1024 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

// Open a page; what it asks for, complains of or asks the reader is a failure.
async function open(name, options = wide, hash = "") {
    const context = await browser.newContext(options), page = await context.newPage();
    const url = pathToFileURL(`${pages}/${name}.html`).href, wrong = [];
    page.on("request", r => { if (r.url().split("#")[0] !== url) wrong.push("asks for " + r.url()); });
    page.on("console", m => wrong.push(m.type() + ": " + m.text()));
    page.on("pageerror", e => wrong.push(e.message));
    page.on("dialog", d => { wrong.push("dialog " + d.message()); d.dismiss(); });
    await page.goto(url + hash);
    page.done = async () => { assert.deepEqual(wrong, []); await context.close(); };
    return page;
}

let passed = 0, failed = 0;
async function test(name, run) {
    try {
        await run();
        passed++;
    } catch (e) {
        failed++;
        console.log(`browser: ${name} FAILED\n${e.message}`);
    }
}

// ---- one run -----------------------------------------------------------------------------------

const csv = readFileSync(pages + "/run.csv", "utf8").split("\n").filter(l => l && l[0] !== "#").map(l => l.split(","));
function logged(epoch, metric) {
    const column = csv[0].indexOf(metric), row = csv.find(r => +r[csv[0].indexOf("epoch")] === epoch);
    return String(+(+row[column]).toPrecision(4));
}

const value = (page, name) => page.locator(".key", { has: page.getByText(name, { exact: true }) }).locator("b").textContent();
const pixels = page => page.evaluate(() => [...document.querySelectorAll("canvas")].map(c => c.toDataURL()));


await test("the values at the cursor are the log's, in all panels", async () => {
    const page = await open("one"), box = await page.locator(".u-over").first().boundingBox();
    assert.equal(await value(page, "val_loss"), logged(80, "val_loss"));
    await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
    const epoch = +(await page.locator(".at b").textContent());
    assert.ok(epoch > 20 && epoch < 35, "epoch " + epoch);
    for (const metric of ["loss", "val_loss", "accuracy", "val_accuracy"])
        assert.equal(await value(page, metric), logged(epoch, metric), metric);
    await page.done();
});

await test("a drag zooms all panels, a double click shows all", async () => {
    const page = await open("one"), chart = page.locator(".u-over").nth(1);
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    const lane = () => page.locator(".lane button").first().boundingBox();
    const all = page.getByRole("button", { name: "Show all" }), before = await lane(), drawn = await pixels(page);
    assert.ok(await all.isDisabled());
    await page.mouse.move(box.x + box.width * 0.2, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 30, { steps: 8 });
    await page.mouse.up();
    assert.ok(await all.isEnabled());
    assert.ok((await lane()).x < before.x - 50); // epoch 22 of 80, then of 17 to 48
    (await pixels(page)).forEach((p, i) => assert.notEqual(p, drawn[i], "panel " + i));
    await page.mouse.dblclick(box.x + box.width / 2, box.y + 20);
    assert.ok(await all.isDisabled());
    assert.deepEqual(await lane(), before);
    await page.done();
});

await test("a series is switched off and on", async () => {
    const page = await open("one"), key = page.locator(".key").first();
    await page.mouse.move(5, 5);
    const drawn = await pixels(page);
    await key.click();
    assert.equal(await key.getAttribute("aria-pressed"), "false");
    await page.mouse.move(5, 5);
    assert.notEqual((await pixels(page))[0], drawn[0]);
    await key.click();
    await page.mouse.move(5, 5);
    assert.equal(await key.getAttribute("aria-pressed"), "true");
    await page.done();
});

await test("a finding shows its range, and its lane leads to its text", async () => {
    const page = await open("one"), finding = page.locator(".finding").first();
    const drawn = await pixels(page);
    await finding.hover();
    assert.ok(await page.locator(".lane.hot").count() === 1);
    assert.notEqual((await pixels(page))[0], drawn[0]);
    await finding.getByRole("button", { name: "Show in the curves" }).click();
    assert.ok(await page.getByRole("button", { name: "Show all" }).isEnabled());
    await page.locator(".lane button").nth(4).click(); // of one that is folded
    assert.ok(await page.locator("details.others").getAttribute("open") !== null);
    await page.done();
});

await test("the keyboard moves the cursor, zooms and shows all", async () => {
    const page = await open("one"), all = page.getByRole("button", { name: "Show all" });
    await page.locator(".charts").focus();
    for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowRight"]) await page.keyboard.press(key);
    const spoken = await page.locator("[aria-live]").textContent();
    const epoch = +spoken.match(/^epoch (\d+): /)[1];
    assert.ok(epoch >= 12 && epoch <= 14, spoken);
    assert.ok(spoken.includes("val_loss " + logged(epoch, "val_loss")), spoken);
    await page.keyboard.press("+");
    assert.ok(await all.isEnabled());
    await page.keyboard.press("0");
    assert.ok(await all.isDisabled());
    await page.keyboard.press("End");
    assert.match(await page.locator("[aria-live]").textContent(), /^epoch 80: /);
    await page.keyboard.press("Tab");
    await page.done();
});

await test("each control can be reached by Tab, and shows where it is", async () => {
    const page = await open("one"), reached = new Set();
    for (let i = 0; i < 60; i++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
            const e = document.activeElement, s = getComputedStyle(e);
            return [e.tagName + " " + e.className + " " + e.textContent.slice(0, 20), s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2];
        });
        if (at[0].startsWith("BODY")) break;
        assert.ok(at[1], "no outline: " + at[0]);
        reached.add(at[0]);
    }
    const controls = await page.locator("button:visible:enabled, summary:visible").count();
    assert.ok(reached.size >= controls * 0.7, `${reached.size} of ${controls}`);
    await page.done();
});

await test("a finger on the curves reads them", async () => {
    const page = await open("one", phone), chart = page.locator(".u-over").first();
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    const epoch = +(await page.locator(".at b").textContent());
    assert.ok(epoch > 35 && epoch < 45, "epoch " + epoch);
    assert.equal(await value(page, "val_loss"), logged(epoch, "val_loss"));
    await page.getByRole("button", { name: "Zoom in" }).tap();
    assert.ok(await page.getByRole("button", { name: "Show all" }).isEnabled());
    await page.done();
});

await test("the annotated plot is one click away", async () => {
    const page = await open("one");
    assert.ok(await page.locator("figure").isHidden());
    await page.getByRole("button", { name: "Annotated" }).click();
    assert.ok(await page.locator("svg.plot").isVisible());
    assert.ok(await page.locator(".charts").isHidden());
    await page.done();
});

await test("without JavaScript there are the plot and all texts", async () => {
    const page = await open("one", { ...wide, javaScriptEnabled: false });
    assert.ok(await page.locator("svg.plot").isVisible());
    assert.ok(await page.locator("h1").isVisible());
    await page.locator(".finding summary").first().click();
    assert.ok(await page.locator(".finding dl").first().isVisible());
    await page.done();
});

await test("without gnuplot the curves are drawn all the same, and the page says why", async () => {
    const page = await open("bare");
    assert.ok(await page.locator(".notice").isVisible());
    assert.equal(await page.locator("canvas").count(), 2);
    await page.done();
});

// ---- several runs ------------------------------------------------------------------------------

await test("the table is sorted by a column, both ways, what has no value last", async () => {
    const page = await open("several");
    const head = page.getByRole("columnheader", { name: /^last/ });
    const column = async () => (await page.locator("table.runs > tbody > tr > td:nth-child(7)").allTextContents()).map(t => t.trim());
    for (const down of [false, true]) {
        await head.getByRole("button").focus();
        await page.keyboard.press("Enter");
        assert.equal(await head.getAttribute("aria-sort"), down ? "descending" : "ascending");
        const shown = (await column()).filter(t => !isNaN(t)).map(Number);
        assert.ok(shown.length >= 3);
        assert.deepEqual(shown, [...shown].sort((a, b) => down ? b - a : a - b));
    }
    await page.done();
});

await test("a row opens its run, which can be read at the cursor, and closes again", async () => {
    const page = await open("several"), row = page.locator("tr", { has: page.getByText("healthy.csv", { exact: true }) }).first();
    await row.locator("a").focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("tr.opened canvas").first().isVisible());
    assert.ok(await page.locator("tr.opened h3").filter({ hasText: "healthy" }).isVisible());
    await page.getByRole("columnheader", { name: /^verdict/ }).getByRole("button").click();
    assert.ok(await page.evaluate(() => document.querySelector("tr.open").nextElementSibling.className === "opened"));
    await row.locator("a").click();
    assert.equal(await page.locator("tr.opened").count(), 0);
    await page.done();
});

await test("a verdict's count leaves only its runs", async () => {
    const page = await open("several"), rows = page.locator("table.runs > tbody > tr:visible");
    const n = await rows.count(), b = page.locator(".counts button", { hasText: "overfitting" });
    await b.click();
    assert.equal(await rows.count(), 1);
    assert.equal(await b.getAttribute("aria-pressed"), "true");
    await b.click();
    assert.equal(await rows.count(), n);
    await page.done();
});

await test("only runs whose names contain a text are left", async () => {
    const page = await open("several"), rows = page.locator("table.runs > tbody > tr:visible");
    await page.getByRole("searchbox").fill("STALL");
    assert.equal(await rows.count(), 1);
    assert.ok(await page.getByText("1 of 5 runs").isVisible());
    await page.locator(".counts button", { hasText: "healthy" }).click();
    assert.equal(await rows.count(), 0);
    await page.getByRole("searchbox").fill("");
    assert.equal(await rows.count(), 1);
    await page.done();
});

await test("a link leads to a run", async () => {
    const page = await open("several", wide, "#run-3");
    assert.equal(await page.locator("tr.opened").count(), 1);
    await page.done();
});

await test("without JavaScript each run can be unfolded", async () => {
    const page = await open("several", { ...wide, javaScriptEnabled: false });
    await page.locator("details.run > summary").nth(1).click();
    assert.ok(await page.locator("details.run svg.plot").nth(1).isVisible());
    await page.done();
});

await test("1,000 runs open within 2 seconds, and each of them opens", async () => {
    const page = await open("many");
    const session = await browser.newBrowserCDPSession(); // other work of the machine doesn't count
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const busy = Math.max(...processInfo.filter(p => p.type === "renderer").map(p => p.cpuTime));
    console.log(`browser: 1,000 runs take ${busy.toFixed(2)} s of a processor`);
    assert.ok(busy < 2, busy + " s");
    await page.locator("table.runs > tbody > tr").nth(500).click();
    assert.ok(await page.locator("tr.opened canvas").first().isVisible());
    await page.done();
});

// ---- what holds for all ------------------------------------------------------------------------

await test("names that would be markup stay text", async () => {
    for (const name of ["hostile", "hostile-runs"]) {
        const page = await open(name);
        if (name === "hostile-runs") for (const a of await page.locator("table.runs a").all()) await a.click();
        assert.ok(await page.getByText("<img src=x onerror=alert(1)>loss", { exact: true }).count() > 0);
        assert.equal(await page.locator("img, script:not([class=data]):not(body > script)").count(), 0);
        await page.done();
    }
});

for (const [name, options] of [["wide", wide], ["phone", phone], ["dark", { ...wide, colorScheme: "dark" }]])
    for (const file of ["one", "several"])
        await test(`WCAG AA, ${file} ${name}`, async () => {
            const page = await open(file, options);
            if (file === "several") await page.locator("table.runs > tbody > tr").first().click();
            await page.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
            await page.evaluate(axe);
            const { violations } = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
            assert.deepEqual(violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120) + " " + n.failureSummary).join("; ")), []);
            await page.done();
        });

await test("no page is wider than the screen", async () => {
    for (const file of ["one", "several", "hostile", "hostile-runs"])
        for (const width of [320, 390, 768, 1280]) {
            const page = await open(file, { viewport: { width, height: 800 } });
            const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(over <= 0, `${file} at ${width}: ${over} px too wide`);
            await page.done();
        }
});

await test("on paper stands the annotated plot", async () => {
    const page = await open("one");
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator("svg.plot").isVisible());
    assert.ok(await page.locator(".charts").isHidden());
    await page.pdf({ path: shots + "/one.pdf", format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } });
    await page.setViewportSize({ width: 720, height: 1000 });
    await page.screenshot({ path: shots + "/one-print.png", fullPage: true });
    await page.done();
});

await test("screenshots", async () => {
    const looks = { wide, tablet, phone, dark: { ...wide, colorScheme: "dark" }, plain: { ...wide, javaScriptEnabled: false } };
    for (const file of ["one", "several"])
        for (const [name, options] of Object.entries(looks)) {
            const page = await open(file, options);
            if (file === "several" && name !== "plain") await page.locator("table.runs > tbody > tr").nth(1).click();
            await page.screenshot({ path: `${shots}/${file}-${name}.png`, fullPage: true });
            await page.done();
        }
});

await browser.close();
console.log(`browser: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
