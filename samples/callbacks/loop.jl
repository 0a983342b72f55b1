# Julia: a line for each epoch to `learncurve record`. one_epoch(epoch) returns (loss = ..., val_loss = ...)
function train(one_epoch, epochs)
    open(`learncurve record --force -o run.csv`, "w") do to
        for epoch in 1:epochs
            values = pairs((epoch = epoch, one_epoch(epoch)...))
            println(to, join(("$name=$value" for (name, value) in values), " "))
            flush(to)
            isfile("stop") && break # learncurve watch --stop-file stop
        end
    end
end
