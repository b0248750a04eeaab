import { createRoot } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { groupLabels, screens, type Place, type Screen } from './screens';

function readPlace(): Place {
  const query = new URLSearchParams(location.search);
  return { tab: query.get('tab') ?? window.parterreAdmin.tabs[0] ?? 'shows', open: query.get('open') };
}

function addressOf({ tab, open }: Place): string {
  const query = new URLSearchParams({
    page: 'parterre',
    ...(tab === 'shows' ? {} : { tab }),
    ...(open ? { open } : {}),
  });
  return `?${query.toString()}`;
}

function App() {
  const [place, setPlace] = useState(readPlace);
  useEffect(() => {
    const back = () => setPlace(readPlace());
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  // On a phone the row of tabs is longer than the screen: the open one is in sight.
  useEffect(() => {
    for (const link of document.querySelectorAll('.parterre-tabs [aria-current], .parterre-subtabs [aria-current]'))
      link.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [place.tab]);
  const go = (next: Place) => {
    history.pushState(null, '', addressOf(next));
    setPlace(next);
    scrollTo({ top: 0 });
  };
  const replace = (next: Place) => history.replaceState(null, '', addressOf(next));
  const all = screens();
  // What this person may open, in the order of the menu.
  const mine = window.parterreAdmin.tabs.flatMap((tab): [string, Screen][] => (all[tab] ? [[tab, all[tab]]] : []));
  const groups = [...new Set(mine.map(([, screen]) => screen.group))];
  const group = all[place.tab]?.group;
  const link = (tab: string, label: string, current: boolean) => (
    <a
      key={tab}
      href={addressOf({ tab, open: null })}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go({ tab, open: null });
      }}
    >
      {label}
    </a>
  );
  const inGroup = mine.filter(([, screen]) => screen.group === group);
  return (
    <>
      <nav className="parterre-tabs" aria-label="Parterre">
        {groups.map((one) => {
          const [first] = mine.find(([, screen]) => screen.group === one) ?? [''];
          return link(first, groupLabels()[one], one === group);
        })}
      </nav>
      {inGroup.length > 1 && (
        <nav className="parterre-subtabs" aria-label={group ? groupLabels()[group] : __('Screens', 'parterre')}>
          {inGroup.map(([tab, screen]) => link(tab, screen.label, tab === place.tab))}
        </nav>
      )}
      <div className="parterre-main">{all[place.tab]?.render(place, go, replace)}</div>
    </>
  );
}

const root = document.getElementById('parterre-admin');
if (root) createRoot(root).render(<App />);
