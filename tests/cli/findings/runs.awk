# SPDX-License-Identifier: GPL-3.0-or-later
# runs.awk - made-up logs, each a file of the folder that is named by its number and what it shows.
# usage: awk -v from=1 -v to=100 -v counts="3 5 8" -f runs.awk
#
# Each run has a set of metrics, a number of records, noise, printed digits, and for each metric a form; all
# are drawn by the run's number alone, so that a run stays what it is when others are added.

# Evenly in 0 <= u < 1: Numerical Recipes' quick generator, whose high bits are good enough here.
function uniform() { state = (state * 1664525 + 1013904223) % 4294967296; return state / 4294967296 }
function pick(list,    of, n) { n = split(list, of, " "); return of[1 + int(uniform() * n)] }
# About normal: the sum of twelve.
function normal(    i, s) { for (i = 0; i < 12; i++) s += uniform(); return s - 6 }

# A loss at time t of 0 .. 1 that begins at 1.
function level(form, t) {
    if (form == "falls") return 0.1 + 0.9 * exp(-4 * t)
    if (form == "learns") return exp(-7 * t)
    if (form == "slowly") return 1 - 0.06 * t
    if (form == "evenly") return 1 - 0.8 * t
    if (form == "rests") return t < where ? 0.3 + 0.7 * exp(-6 * t / where) : 0.3
    if (form == "frozen") return 1
    if (form == "flat") return 0.997 + 0.003 * normal()
    if (form == "rises") return 0.5 + 0.5 * (1 + t) * (1 + t)
    if (form == "turns") return 0.2 + 0.8 * exp(-8 * t) + (t > where ? 1.2 * (t - where) : 0)
    if (form == "runs-away") return 0.3 + 0.7 * exp(-4 * t) + (t > where ? exp(12 * (t - where)) - 1 : 0)
    if (form == "jumps") return t > where ? 1.6 : 0.2 + 0.8 * exp(-6 * t)
    if (form == "spikes") return 0.2 + 0.8 * exp(-5 * t) + (uniform() < 0.08 ? 3 : 0)
    if (form == "swings") return 0.3 + 0.7 * exp(-3 * t) + 0.3 * (uniform() < 0.5 ? -0.9 : 0.9)
    if (form == "waves") return 0.5 + 0.4 * cos(30 * t)
    if (form == "steps") return t < where ? 0.6 + 0.4 * exp(-9 * t) : 0.25
    if (form == "late") return t < where ? 1 : exp(-5 * (t - where))
    if (form == "guesses") return 1 + (t == 0 ? 0.2 : 0.001 * normal())
    if (form == "breaks") return t > where ? "nan" : 0.2 + 0.8 * exp(-5 * t)
    return 0
}
# The same for the other split.
function other(how, form, t, y) {
    if (y == "nan" || how == "as-well") return y
    if (how == "above") return y + 0.3 * t
    if (how == "far-above") return 0.9 + 0.1 * y + 0.8 * t
    if (how == "below") return 0.8 * y
    if (how == "turns") return level("turns", t)
    if (how == "swings") return y * (0.7 + 0.8 * uniform())
    if (how == "rests") return y < 0.55 ? 0.55 + 0.01 * normal() : y
    if (how == "frozen") return 1
    return how == "weighted" ? 9 * y : 1.05 * y
}
function put(value) { return value == "nan" ? "nan" : sprintf("%." digits "f", value) }
# The share of right answers that such a loss goes with, when a guess' loss is 1.
function right(y,    p) { p = y < 0 ? 1 : 1 / classes + (1 - 1 / classes) * (1 - y) * ease; return unit * (p < 0 ? 0 : p > 1 ? 1 : p) }

function write(run,    n, set, form, how, noise, i, t, y, z, a, b, name, line, scale, share, k, parts, rate) {
    state = run * 7919
    for (i = 0; i < 8; i++) uniform()
    n = pick(counts)
    set = pick("loss pair pair whole whole whole held scores rate rates errors seconds perplexity gan reward areas sizes sizes parts")
    form = pick("falls falls learns learns slowly evenly rests rests frozen flat rises turns turns runs-away jumps spikes swings waves steps late guesses breaks")
    how = pick("near above above far-above below turns turns swings rests frozen as-well weighted")
    noise = pick("0 0 0.004 0.02 0.07")
    digits = pick("2 3 4 6")
    classes = pick("2 3 10 10 100")
    where = 0.15 + 0.7 * uniform()
    ease = pick("1 1 0.8 0.3 0")
    scale = set == "errors" ? pick("0.01 1 400") : log(classes)
    name = sprintf("%03d-%s-%s-%s-%d.csv", run, set, form, how, n)
    unit = set == "sizes" ? 1 : pick("1 1 1 100") # of a score
    line = "epoch,"
    if (set == "loss") line = line "loss"
    if (set == "pair") line = line "loss,val_loss"
    if (set == "whole") line = line "loss,accuracy,val_loss,val_accuracy"
    if (set == "held") line = line "val_loss,val_f1"
    if (set == "scores") line = line "accuracy,val_accuracy"
    if (set == "rate") line = "step,loss,lr,grad_norm"
    if (set == "errors") line = line "mse,val_mse,val_r2"
    if (set == "seconds") line = line "train_loss,test_loss,test_error,seconds"
    if (set == "perplexity") line = line "train_ppl,val_ppl"
    if (set == "gan") line = line "D_loss,G_loss"
    if (set == "reward") line = "step,reward,entropy,kl"
    if (set == "areas") line = line "loss,train_auc,val_auc"
    if (set == "rates") line = line "loss,val_loss,val_accuracy,lr"
    if (set == "parts") line = line "loss,box_loss,cls_loss,val_loss,val_mAP"
    if (set == "sizes") line = "train_sizes,train_scores_mean,test_scores_mean"
    share = set == "sizes" ? "none" : pick("none none 50 200 5000")
    if (share != "none") {
        printf "# train_samples: %d\n# validation_samples: %d\n", 4 * share, share >name
        if (uniform() < 0.5) printf "# classes: %d\n", classes >name
        if (uniform() < 0.5) printf "# planned_epochs: %d\n", int(n * pick("1 2 5")) >name
    }
    print line >name
    rate = pick("same falls warms cycles zero")
    for (i = 0; i < n; i++) {
        t = n > 1 ? i / (n - 1) : 0
        y = level(form, t)
        z = other(how, form, t, y)
        a = y == "nan" ? y : y * (1 + noise * normal())
        b = z == "nan" ? z : how == "as-well" ? a : z * (1 + noise * normal())
        k = rate == "falls" ? (t > where ? 0.0001 : 0.001) : rate == "warms" ? 0.001 * (i < n / 5 ? 5 * (i + 1) / n : 1) : \
            rate == "cycles" ? 0.0005 * (1 + cos(20 * t)) : rate == "zero" ? 0 : 0.001
        line = set == "rate" || set == "reward" ? 100 * (i + 1) : set == "sizes" ? int(50 * 2 ^ (i * 9 / n)) : i + 1
        line = line "," (a == "nan" ? a : set == "scores" || set == "sizes" ? put(right(a)) : set == "perplexity" ? put(exp(scale * a)) : \
            set == "held" ? put(scale * b) : set == "reward" ? put(30 * (1 - a) - 5) : put(scale * a))
        if (set == "pair") line = line "," (b == "nan" ? b : put(scale * b))
        if (set == "whole") line = line "," put(right(y) * (1 - noise * uniform() / 4)) "," (b == "nan" ? b : put(scale * b)) "," put(right(z) * (1 - noise * uniform() / 4))
        if (set == "held") line = line "," put(right(z))
        if (set == "scores" || set == "sizes") line = line "," (b == "nan" ? b : put(right(b)))
        if (set == "rate") line = line "," k "," (a == "nan" ? a : put(form == "runs-away" || form == "jumps" ? 5 * a * a : 1 + 0.3 * uniform()))
        if (set == "errors") line = line "," (b == "nan" ? b "," b : put(scale * b) "," put(1 - b))
        if (set == "seconds") line = line "," (b == "nan" ? b "," b : put(scale * b) "," put(100 * (1 - right(z)))) "," put(20 * (rate == "cycles" && t > where ? 3 : 1) + uniform())
        if (set == "perplexity") line = line "," (b == "nan" ? b : put(exp(scale * b)))
        if (set == "rates") line = line "," (b == "nan" ? b : put(scale * b)) "," put(right(z)) "," k
    if (set == "parts") line = line "," (a == "nan" ? a "," a : put(0.7 * scale * a) "," put(0.3 * scale * a)) "," (b == "nan" ? b : put(scale * b)) "," put(right(z) / 2)
    if (set == "gan") line = line "," (b == "nan" ? b : put(3 - 2 * b))
        if (set == "reward") line = line "," put(b == "nan" ? 0 : 1.4 * b) "," put(0.01 * (1 + t))
        if (set == "areas") line = line "," (b == "nan" ? b "," b : put(1 - 0.5 * a) "," put(ease == 0 ? 0.5 + 0.01 * normal() : 1 - 0.5 * b))
        print line >name
    }
    close(name)
}
BEGIN { for (run = from; run <= to; run++) write(run) }
