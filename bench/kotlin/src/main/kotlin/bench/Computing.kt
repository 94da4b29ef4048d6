package bench

/** Something that needs no network, over and over in one thread; the clock is looked at once in so many times. */
internal fun turns(work: () -> Unit): (Double, Int) -> Done =
    { seconds, _ ->
        val until = System.nanoTime() + (seconds * 1e9).toLong()
        var count = 0L
        while (System.nanoTime() < until) {
            repeat(50) { work() }
            count += 50
        }
        Done.Counted(count)
    }
