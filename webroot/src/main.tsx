import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Dashboard } from './page/Dashboard';
import './page/page.css';
import { followVisualViewport } from './page/visualViewport';
import './theme/tokens.css';

followVisualViewport();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Dashboard />
  </StrictMode>,
);
