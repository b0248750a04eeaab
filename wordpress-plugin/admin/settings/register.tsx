import { Button, Notice, Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';

interface Subject {
  table: string;
  columns: {
    name: string;
    purpose: string;
    retention: string;
    exported: boolean;
    erasure: string;
    because: string;
  }[];
}

/** What becomes of a value when the person asks for erasure. */
function erasureLabel(erasure: string): string {
  const labels: Record<string, string> = {
    delete: __('Deleted', 'parterre'),
    blank: __('Emptied', 'parterre'),
    'blank-unpaid': __('Emptied unless paid for', 'parterre'),
    'blank-done': __('Emptied once handed over', 'parterre'),
    unlink: __('No longer tied to the person', 'parterre'),
    strip: __('Taken out of the room', 'parterre'),
    keep: __('Kept', 'parterre'),
  };
  return labels[erasure] ?? erasure;
}

/** The register of personal data, to read and to print. */
export function Register() {
  const [subjects, setSubjects] = useState<Subject[] | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    ask<{ subjects: Subject[] }>('/privacy/register')
      .then((answer) => setSubjects(answer.subjects))
      .catch((error: Error) => setProblem(error.message));
  }, []);
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Register of personal data', 'parterre')}</strong>
        <Button __next40pxDefaultSize variant="secondary" onClick={() => print()}>
          {__('Print', 'parterre')}
        </Button>
      </div>
      <p className="parterre-help">
        {__(
          'Everything Parterre keeps that somebody could be known by. Exports and erasures follow this very list.',
          'parterre',
        )}
      </p>
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {!subjects && !problem && <Spinner />}
      {subjects?.map((subject) => (
        <section key={subject.table} className="parterre-section parterre-register">
          <h2>{subject.table}</h2>
          <div className="parterre-scroll" role="region" aria-label={subject.table} tabIndex={0}>
            <table className="parterre-table">
              <thead>
                <tr>
                  <th scope="col">{__('What', 'parterre')}</th>
                  <th scope="col">{__('Why', 'parterre')}</th>
                  <th scope="col">{__('How long', 'parterre')}</th>
                  <th scope="col">{__('In the person’s copy', 'parterre')}</th>
                  <th scope="col">{__('On request', 'parterre')}</th>
                </tr>
              </thead>
              <tbody>
                {subject.columns.map((column) => (
                  <tr key={column.name}>
                    <th scope="row">{column.name}</th>
                    <td>{column.purpose}</td>
                    <td>{column.retention}</td>
                    <td>{column.exported ? __('Yes', 'parterre') : __('No', 'parterre')}</td>
                    <td>
                      {erasureLabel(column.erasure)}
                      {column.because && <small>{column.because}</small>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </>
  );
}
