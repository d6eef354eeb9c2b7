import { createServices, GastownSessionPicker, GastownTerminal, ServicesContext } from '@gastown/terminal';
import '@gastown/terminal/style.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

const { VITE_GATEWAY: baseUrl, VITE_TOWN: townId } = import.meta.env;
const services = createServices({ baseUrl, token: () => fetch('/gastown-token').then((got) => got.text()) });

function Town() {
  const [session, setSession] = useState('hq-mayor');
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '280px 1fr', height: '70vh' }}>
      <GastownSessionPicker townId={townId} selectedSession={session} onSelectSession={setSession} />
      <GastownTerminal townId={townId} sessionName={session} />
    </div>
  );
}

const root = createRoot(document.getElementById('root')!);
root.render(<ServicesContext value={services} children={<Town />} />);
