/** Something that needs no network, over and over: how often it was done. The clock is looked at once in so many times. */
export function turns(work) {
  return (seconds) => {
    let count = 0
    for (const until = performance.now() + seconds * 1_000; performance.now() < until; count += 50) {
      for (let time = 0; time < 50; time++) work()
    }
    return count
  }
}
