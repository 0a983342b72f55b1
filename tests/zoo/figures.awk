# SPDX-License-Identifier: GPL-3.0-or-later
# figures.awk - what runs and their truth measure.
# usage: awk -F, -v fault=FAULT -v data=DATA -f figures.awk outcomes SEED.csv SEED.truth ...
#
# Writes a line for each seed: fault, data, use, seed, and
#   chance            test loss of whoever knows the classes' shares or the mean alone
#   first end early   training loss: first epoch, mean of the last tenth; validation loss: at a tenth
#   val               validation loss, mean of the last tenth
#   at_best           training loss where the test loss was least
#   begin best test   test loss: first epoch, least mean over a tenth of the epochs, mean of the last
#   last_third        test loss two thirds through the run
#   longer            test loss at the end of the longer training
#   jump              median change of the test loss from epoch to epoch in the second half
#   weight            training loss without class weights over the one with them, at the end
#   below             share of epochs with a training loss below (1 - accuracy) ln 2
#   broken            1: NaN or infinity in a loss of the run
# and the outcomes that the fault lists.
FILENAME ~ /outcomes$/ {
    use = outcomes = $0
    sub(/ .*/, "", use)
    sub(/^[^ ]* /, "", outcomes)
    next
}
/^# chance/ { chance = substr($0, 11) }
/^#/ { next }
FILENAME != file {
    if (FILENAME ~ /csv$/)
        begin_run()
    file = FILENAME
    split("", column)
    for (c = 1; c <= NF; c++)
        column[$c] = c
    next
}
FILENAME ~ /csv$/ {
    n++
    broken = broken || is_broken($column["loss"]) || is_broken($column["val_loss"])
    loss[n] = $column["loss"]
    val[n] = $column["val_loss"]
    if ("accuracy" in column)
        below += loss[n] < (1 - $column["accuracy"]) * log(2)
}
FILENAME ~ /truth$/ {
    test[++m] = $column["val_loss"]
    unweighted[m] = $column["unweighted_loss"]
}
END { end_run() }

function begin_run() {
    end_run()
    seed = FILENAME
    gsub(/.*\/|\.csv$/, "", seed)
    n = m = below = broken = 0
}

function is_broken(text) {
    return tolower(text) ~ /nan|inf/
}

# Mean over the tenth of the run that ends at `last`.
function tenth(x, last,    i, sum) {
    for (i = last - k + 1; i <= last; i++)
        sum += x[i]
    return sum / k
}

function median_jump(    i, j, jumps, jump, v) {
    for (i = int(n / 2) + 1; i <= n; i++) {
        v = test[i] > test[i - 1] ? test[i] - test[i - 1] : test[i - 1] - test[i]
        for (j = ++jumps; j > 1 && jump[j - 1] > v; j--)
            jump[j] = jump[j - 1]
        jump[j] = v
    }
    return jump[int((jumps + 1) / 2)]
}

function end_run(    i, best, end) {
    if (!n)
        return
    k = n >= 20 ? int(n / 10) : 1
    printf "%s %s %s %s %.6g ", fault, data, use, seed, chance
    if (broken) {
        print "0 0 0 0 0 0 0 0 0 0 0 1 0 1", outcomes
        return
    }
    best = k
    for (i = k; i <= n; i++)
        if (tenth(test, i) < tenth(test, best))
            best = i
    end = tenth(loss, n)
    printf "%.6g %.6g %.6g %.6g %.6g ", loss[1], end, val[k], tenth(val, n), tenth(loss, best)
    printf "%.6g %.6g %.6g ", test[1], tenth(test, best), tenth(test, n)
    printf "%.6g %.6g %.6g ", tenth(test, int(2 * n / 3)), tenth(test, m), median_jump()
    printf "%.6g %.6g %d ", (end > 0 ? tenth(unweighted, n) / end : 1), below / n, broken
    print outcomes
}
