# SPDX-License-Identifier: GPL-3.0-or-later
# outcome.awk - what became of each run, by measures that its log doesn't hold, and the verdicts
# that fit it.   usage: cat runs/*/figures | awk -f outcome.awk >runs.tsv
#
# A fault lists outcomes in order, each with its verdicts; the first that holds is the run's. A run of
# which none holds did not turn out as it was set up: it is marked `dropped` and not counted.
# Writes fault, data, use, seed, outcome and verdicts, parted by tabs.
# Losses are compared with `chance`, the test loss of whoever knows the classes' shares or the mean
# alone, and with `reach`, what the healthy run got to on the same table.
BEGIN { OFS = "\t" }
{
    line[NR] = $0
    if ($1 == "healthy")
        reached[$2, $4] = $13
}

# The figures of a line by their names, and the outcomes that its fault lists.
function take(text,    f, n, k) {
    n = split(text, f, " ")
    fault = f[1]; data = f[2]; use = f[3]; seed = f[4]; chance = f[5]
    first = f[6]; end = f[7]; early = f[8]; val = f[9]; at_best = f[10]
    begin = f[11]; best = f[12]; test = f[13]; last_third = f[14]; longer = f[15]; jump = f[16]
    weight = f[17]; below = f[18]; broken = f[19]
    reach = (data, seed) in reached ? reached[data, seed] : 0
    outcomes = 0
    for (k = 20; k <= n; k++)
        outcome[++outcomes] = f[k]
}

# Where between what can be reached (0) and chance (1) the test loss ends.
function lag() { return (test - reach) / (chance - reach) }
# How far the test loss is above the training loss, in units of chance.
function gap() { return (test - end) / chance }
function rises(factor) { return test >= factor * best && end < at_best }

function holds(outcome) {
    if (broken || outcome == "broken") # a NaN or an infinity in the log
        return broken && outcome == "broken"
    if (outcome == "sound") # learns, and neither more epochs nor fewer do better; no gap
        return test <= 0.6 * chance && lag() <= 0.1 && test <= 1.05 * best && gap() <= 0.1 &&
               test - longer <= 0.05 * (chance - test) && jump <= 0.02 * chance
    if (outcome == "escaped") # the training loss runs away
        return end >= 5 * at_best && end >= 2 * chance
    if (outcome == "collapsed") # it had learned, and knows nothing now
        return best <= 0.8 * chance && test >= 0.95 * chance && end >= 0.9 * chance
    if (outcome == "unlearned") # no better than chance, on the training rows neither
        return test >= 0.95 * chance && end >= 0.9 * chance
    if (outcome == "memorised") # no better than chance, but for the training rows
        return test >= 0.95 * chance && end < 0.9 * chance
    if (outcome == "turned") # the test loss has risen while training went on falling
        return rises(1.1) && gap() >= 0.1
    if (outcome == "turning")
        return rises(1.03) && gap() >= 0.1
    if (outcome == "gapped") # the test loss lies above the training loss, and stays there
        return gap() >= 0.2 && test < 1.03 * best
    if (outcome == "wild") # it jumps from epoch to epoch and ends worse than it need
        return jump >= 0.05 * test && test >= 1.2 * reach
    if (outcome == "far_short") # it ends high and flat, without a gap
        return lag() >= 0.5 && gap() <= 0.1 && last_third - test <= 0.03 * chance
    if (outcome == "short")
        return lag() >= 0.15 && gap() <= 0.1 && last_third - test <= 0.03 * chance
    if (outcome == "going_on") # more epochs bring a tenth or more of what these brought
        return test - longer >= 0.1 * ((test < chance && chance < begin ? chance : begin) - test)
    if (outcome == "below_floor") # weights are seen by arithmetic: less than the misses cost
        return (weight >= 1.5 || weight <= 1 / 1.5) && below >= 0.5
    if (outcome == "weighted")
        return weight >= 1.5 || weight <= 1 / 1.5
    if (outcome == "misled") # validation says much worse than the test does
        return val >= 1.5 * test && val - test >= 0.2 * chance
    if (outcome == "perfect") # validation says there is nothing left to learn, the test that there is
        return early <= 0.1 * chance && test - val >= 0.5 * chance
    if (outcome == "leaked") # validation says much better than the test does
        return test >= 1.5 * val && test - val >= 0.1 * chance
    print "outcome.awk: fault " fault ": no such outcome: " outcome >"/dev/stderr"
    exit 1
}

END {
    for (i = 1; i <= NR; i++) {
        take(line[i])
        found = "dropped"
        verdicts = "-"
        for (k = 1; k <= outcomes && found == "dropped"; k++) {
            split(outcome[k], part, "=")
            if (holds(part[1])) {
                found = part[1]
                verdicts = part[2]
            }
        }
        print fault, data, use, seed, found, verdicts
    }
}
