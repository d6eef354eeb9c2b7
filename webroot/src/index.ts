import './theme/base.css';
import './theme/tokens.css';

/** The components for other pages; `page/` is only one way to put them together. */
export { GastownSessionPicker, type GastownSessionPickerProps } from './picker/GastownSessionPicker';
export { GastownTerminal, type GastownTerminalProps } from './terminal/GastownTerminal';
export { GastownWall, type GastownWallProps } from './wall/GastownWall';
export { createServices, ServicesContext, type Services } from './services';
export type { GatewayPlace } from './api/place';
