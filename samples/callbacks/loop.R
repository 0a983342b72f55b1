# R: a line for each epoch to `learncurve record`. one_epoch(epoch) returns c(loss = ..., val_loss = ...)
train <- function(one_epoch, epochs) {
  to <- pipe("learncurve record --force -o run.csv", "w")
  for (epoch in seq_len(epochs)) {
    values <- c(epoch = epoch, one_epoch(epoch))
    writeLines(paste0(names(values), "=", format(values, digits = 15, trim = TRUE), collapse = " "), to)
    flush(to)
    if (file.exists("stop")) break # learncurve watch --stop-file stop
  }
  close(to)
}
