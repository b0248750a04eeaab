import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { Documents } from './accounts/documents';
import { Exports } from './accounts/exports';
import { Payouts } from './accounts/payouts';
import { RefundList } from './accounts/refunds';
import { Statements } from './accounts/statement';
import { CampaignEditor } from './campaigns/editor';
import { Campaigns } from './campaigns/list';
import { DeskScreen } from './desk/screen';
import { Merch } from './merch';
import { Audit } from './settings/audit';
import { Bulk } from './office/bulk';
import { Codes } from './office/codes';
import { Counter } from './office/counter';
import { Deliveries } from './office/deliveries';
import { Door } from './office/door';
import { Marks } from './office/marks';
import { Guests } from './office/guests';
import { OrderView } from './office/order';
import { Orders } from './office/orders';
import { Register } from './settings/register';
import { Tickets } from './office/tickets';
import { WaitingLists } from './office/waiting';
import { ReplayScreen } from './replay/screen';
import { Settings } from './settings/settings';
import { ShowEditor } from './shows/show-editor';
import { Shows } from './shows/shows';

/** Where one is, kept in the address so that it can be reloaded, sent, and gone back from. */
export interface Place {
  tab: string;
  /** What is open on this tab: the id of a show, an order…, `new`, or null for the list. */
  open: string | null;
}

export interface Screen {
  /** The group of the menu it stands in. */
  group: 'shows' | 'office' | 'money' | 'settings';
  label: string;
  render: (place: Place, go: (next: Place) => void, replace: (next: Place) => void) => ReactNode;
}

export const groupLabels = (): Record<Screen['group'], string> => ({
  shows: __('Programme', 'parterre'),
  office: __('Box office', 'parterre'),
  money: __('Accounts', 'parterre'),
  settings: __('Settings', 'parterre'),
});

/** Every screen of the back office by its tab. Which of them a person gets, `Admin/Screens.php` says. */
export const screens = (): Record<string, Screen> => ({
  shows: {
    group: 'shows',
    label: __('Shows', 'parterre'),
    render: ({ open }, go, replace) =>
      open === null ? (
        <Shows open={(id) => go({ tab: 'shows', open: id ?? 'new' })} />
      ) : (
        <ShowEditor
          key={open === 'new' ? 'new' : 'known'}
          id={open === 'new' ? null : open}
          onClose={() => go({ tab: 'shows', open: null })}
          onCreated={(id) => replace({ tab: 'shows', open: id })}
        />
      ),
  },
  desk: {
    group: 'shows',
    label: __('Desk', 'parterre'),
    render: ({ open }, go) => (
      <DeskScreen
        show={open}
        choose={(show) => go({ tab: 'desk', open: show })}
        makeGood={(show) => go({ tab: 'bulk', open: show })}
      />
    ),
  },
  replay: {
    group: 'shows',
    label: __('Replays', 'parterre'),
    render: ({ open }, go) => <ReplayScreen show={open} choose={(show) => go({ tab: 'replay', open: show })} />,
  },
  merch: { group: 'shows', label: __('Merch', 'parterre'), render: () => <Merch /> },
  campaigns: {
    group: 'shows',
    label: __('Campaigns', 'parterre'),
    render: ({ open }, go, replace) =>
      open === null ? (
        <Campaigns open={(id) => go({ tab: 'campaigns', open: id ?? 'new' })} />
      ) : (
        <CampaignEditor
          key={open === 'new' ? 'new' : 'known'}
          id={open === 'new' ? null : open}
          onClose={() => go({ tab: 'campaigns', open: null })}
          onCreated={(id) => replace({ tab: 'campaigns', open: id })}
        />
      ),
  },
  orders: {
    group: 'office',
    label: __('Orders', 'parterre'),
    render: ({ open }, go) =>
      open === null ? (
        <Orders open={(id) => go({ tab: 'orders', open: id })} />
      ) : (
        <OrderView key={open} id={open} onClose={() => go({ tab: 'orders', open: null })} />
      ),
  },
  tickets: {
    group: 'office',
    label: __('Tickets', 'parterre'),
    render: (_, go) => <Tickets openOrder={(id) => go({ tab: 'orders', open: id })} />,
  },
  register: { group: 'settings', label: __('Personal data', 'parterre'), render: () => <Register /> },
  audit: { group: 'settings', label: __('Audit', 'parterre'), render: () => <Audit /> },
  guests: {
    group: 'office',
    label: __('Guests', 'parterre'),
    render: ({ open }, go) => <Guests show={open} choose={(show) => go({ tab: 'guests', open: show })} />,
  },
  waiting: {
    group: 'office',
    label: __('Waiting lists', 'parterre'),
    render: ({ open }, go) => <WaitingLists show={open} choose={(show) => go({ tab: 'waiting', open: show })} />,
  },
  door: {
    group: 'office',
    label: __('Door', 'parterre'),
    render: ({ open }, go) => <Door show={open} choose={(show) => go({ tab: 'door', open: show })} />,
  },
  counter: {
    group: 'office',
    label: __('Counter', 'parterre'),
    render: ({ open }, go) => (
      <Counter
        show={open}
        choose={(show) => go({ tab: 'counter', open: show })}
        openOrder={(id) => go({ tab: 'orders', open: id })}
      />
    ),
  },
  deliveries: {
    group: 'office',
    label: __('Deliveries', 'parterre'),
    render: (_, go) => <Deliveries openOrder={(id) => go({ tab: 'orders', open: id })} />,
  },
  statements: {
    group: 'money',
    label: __('Statements', 'parterre'),
    render: ({ open }, go) => <Statements show={open} choose={(show) => go({ tab: 'statements', open: show })} />,
  },
  refunds: {
    group: 'money',
    label: __('Refunds', 'parterre'),
    render: (_, go) => <RefundList openOrder={(id) => go({ tab: 'orders', open: id })} />,
  },
  documents: {
    group: 'money',
    label: __('Invoices', 'parterre'),
    render: (_, go) => <Documents openOrder={(id) => go({ tab: 'orders', open: id })} />,
  },
  payouts: {
    group: 'money',
    label: __('Payouts', 'parterre'),
    render: (_, go) => <Payouts openOrder={(id) => go({ tab: 'orders', open: id })} />,
  },
  exports: { group: 'money', label: __('Exports', 'parterre'), render: () => <Exports /> },
  marks: {
    group: 'office',
    label: __('Code in the picture', 'parterre'),
    render: (_, go) => <Marks openOrder={(id) => go({ tab: 'orders', open: id })} />,
  },
  bulk: {
    group: 'office',
    label: __('Cancel, move, make good', 'parterre'),
    render: ({ open }, go) => (
      <Bulk
        show={open}
        choose={(show) => go({ tab: 'bulk', open: show })}
        openOrder={(id) => go({ tab: 'orders', open: id })}
      />
    ),
  },
  codes: { group: 'office', label: __('Codes', 'parterre'), render: () => <Codes /> },
  settings: { group: 'settings', label: __('Settings', 'parterre'), render: () => <Settings /> },
});
