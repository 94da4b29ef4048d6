// Redraws the page when the sandbox says that something has happened. One redraw at a time; what happens meanwhile is
// drawn by the next one. Without this script the page is the same, only not by itself.
const dot = document.querySelector('[data-live]')
let drawing = false
let again = false

// What makes a page another one. A page with a form says so itself, because what is typed into it must stay.
const look = (main) => main.dataset.state ?? main.innerHTML

async function draw() {
  if (drawing) {
    again = true
    return
  }
  drawing = true
  try {
    const answer = await fetch(location.href, { cache: 'no-store' })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = page.querySelector('main')
    const main = document.querySelector('main')
    // A button that is about to be pressed must not be pulled away from under the finger.
    if (fresh && look(fresh) !== look(main) && !main.querySelector('button:active')) {
      const focused = document.activeElement?.id
      main.replaceWith(fresh)
      document.title = page.title
      if (focused) document.getElementById(focused)?.focus()
      document.dispatchEvent(new Event('redrawn'))
    }
  } catch {
    // The sandbox has stopped; the dot says so.
  }
  drawing = false
  if (again) {
    again = false
    draw()
  }
}

const events = new EventSource('/live')
events.onopen = () => dot?.setAttribute('data-live', 'on')
events.onerror = () => dot?.setAttribute('data-live', 'off')
events.onmessage = draw
