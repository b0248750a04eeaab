// What the mailbox page adds when scripts run: the reader's own clock, a frame as tall as its mail, new mails at once.
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

function showTimes() {
  const today = new Date().toDateString();
  for (const time of document.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    time.textContent = at.toDateString() === today ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
  }
}

function fitFrame() {
  const frame = document.querySelector('iframe');
  if (!frame) return;
  const fit = () => {
    const page = frame.contentDocument?.documentElement;
    if (!page) return;
    frame.style.height = '0';
    frame.style.height = `${page.scrollHeight}px`;
  };
  frame.addEventListener('load', fit);
  window.addEventListener('resize', fit);
  if (frame.contentDocument?.readyState === 'complete') fit();
}

function offerClearing() {
  document.querySelector('[data-clear]')?.addEventListener('click', async () => {
    await fetch('/api/mails', { method: 'DELETE' });
    location.assign('/');
  });
}

/** The list is taken from a fresh copy of the page; the mail that is being read stays as it is. */
async function refresh() {
  const response = await fetch(location.pathname === '/' ? '/' : location.href);
  if (!response.ok) return location.assign('/');
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (location.pathname === '/') {
    document.title = fresh.title;
    document.body.replaceWith(fresh.body);
    fitFrame();
    offerClearing();
  } else {
    document.querySelector('.list').replaceWith(fresh.querySelector('.list'));
  }
  showTimes();
}

showTimes();
fitFrame();
offerClearing();
new EventSource('/news').addEventListener('change', refresh);
