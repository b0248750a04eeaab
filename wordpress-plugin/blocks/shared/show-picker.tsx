import { SelectControl } from '@wordpress/components';
import { dateI18n, getSettings } from '@wordpress/date';
import { __ } from '@wordpress/i18n';
import { editorShows } from './editor';

interface Props {
  /** Id of the chosen show; empty for "this page's show, else the next one". */
  value: string;
  onChange: (show: string) => void;
}

/** Chooses a show by its name and date. A show that is gone stays visible as such, so that nothing changes unasked. */
export function ShowPicker({ value, onChange }: Props) {
  const shows = editorShows();
  const options = [
    { value: '', label: __('The show of this page, else the next one', 'parterre') },
    ...shows.map((show) => ({
      value: show.id,
      label: `${show.title} (${dateI18n(getSettings().formats.date, show.startsAt)})`,
    })),
  ];
  if (value && !shows.some((show) => show.id === value)) {
    options.push({ value, label: __('A show that is not published', 'parterre') });
  }
  return (
    <SelectControl
      __next40pxDefaultSize
      __nextHasNoMarginBottom
      label={__('Show', 'parterre')}
      value={value}
      options={options}
      onChange={onChange}
    />
  );
}
