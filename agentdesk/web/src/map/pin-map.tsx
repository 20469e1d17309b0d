import { useQuery } from '@tanstack/react-query';
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useText } from '../i18n';
import './map.css';
import { CITY, mapTiles, pinText, rounded, stepOf, type Pin, type Tiles } from './place';

const NO_TILES: Tiles = { tiles: '', attribution: '' };

interface Props {
  pin: Pin | null;
  /** Sets the pin; none: it is only shown. */
  onPin?: ((pin: Pin) => void) | undefined;
}

/** A map with one pin. Without a server of tiles there is nothing to look at: where it is only shown, nothing is drawn. */
export default function PinMap({ pin, onPin }: Props) {
  const tiles = useQuery({ queryKey: ['map'], queryFn: ({ signal }) => mapTiles(signal), staleTime: Infinity, retry: 1 });
  const ground = tiles.isPending ? null : (tiles.data ?? NO_TILES);
  if (!onPin && ground?.tiles === '') return null;
  return <Drawn pin={pin} onPin={onPin} ground={ground} />;
}

/** A click sets the pin, arrows move it (with Shift further), + and - zoom. ground: null while it is not known. */
function Drawn({ pin, onPin, ground }: Props & { ground: Tiles | null }) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const mark = useRef<L.Marker | null>(null);
  const set = (at: L.LatLng) => onPin?.(rounded({ lat: at.lat, lon: at.lng }));
  const clicked = useEffectEvent(set);
  const first = useEffectEvent(() => pin ?? CITY);
  const sets = useEffectEvent(() => onPin !== undefined);
  const zooms = useEffectEvent(() => ({ zoomInTitle: t('map.zoomIn'), zoomOutTitle: t('map.zoomOut') }));
  const zoom = useEffectEvent(() => (pin ? 16 : 13));

  useEffect(() => {
    if (!box.current) return;
    const at = first();
    const drawn = L.map(box.current, { keyboard: false, zoomControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, attributionControl: false, minZoom: 6, maxZoom: 19 }).setView([at.lat, at.lon], zoom());
    L.control.zoom(zooms()).addTo(drawn);
    drawn.on('click', (event) => clicked(event.latlng));
    // Who opened it to set a pin has the keys at once.
    if (sets() && box.current.closest('[role=dialog]')?.contains(document.activeElement)) box.current.focus();
    map.current = drawn;
    return () => {
      drawn.remove();
      map.current = null;
      mark.current = null;
    };
  }, []);

  useEffect(() => {
    if (!ground || !map.current) return;
    const layer = layerOf(ground).addTo(map.current);
    return () => void layer.remove();
  }, [ground]);

  useEffect(() => {
    if (!map.current || !pin) {
      mark.current?.remove();
      mark.current = null;
      return;
    }
    mark.current ??= L.marker([pin.lat, pin.lon], { icon: L.divIcon({ className: 'map-pin', iconSize: [22, 22], iconAnchor: [11, 22] }), keyboard: false, interactive: false }).addTo(map.current);
    mark.current.setLatLng([pin.lat, pin.lon]);
    if (!map.current.getBounds().contains([pin.lat, pin.lon])) map.current.panTo([pin.lat, pin.lon], { animate: false });
  }, [pin]);

  const move = (key: string, far: boolean): boolean => {
    const drawn = map.current;
    if (!drawn) return false;
    if (key === '+' || key === '=' || key === '-') {
      drawn.setZoom(drawn.getZoom() + (key === '-' ? -1 : 1));
      return true;
    }
    const step = stepOf(key, far);
    if (!step) return false;
    if (!onPin) drawn.panBy([step[0] * 5, step[1] * 5], { animate: false });
    // The first key sets it where the map is.
    else set(pin ? drawn.unproject(drawn.project([pin.lat, pin.lon]).add([step[0], step[1]])) : drawn.getCenter());
    return true;
  };
  return (
    <div className="map">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- moved by keys as by the mouse */}
      <div
        ref={box}
        className="map-ground"
        role="application"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-testid="map"
        data-tiles={ground ? ground.tiles !== '' : ''}
        aria-label={pin ? t('map.at', { place: pinText(pin) }) : t('map.nowhere')}
        onKeyDown={(event) => {
          if (!event.altKey && !event.ctrlKey && !event.metaKey && move(event.key, event.shiftKey)) event.preventDefault();
        }}
      />
      {ground?.attribution && <p className="soft small">{ground.attribution}</p>}
    </div>
  );
}

/** The configured server's tiles; without one, a grid with its coordinates. */
function layerOf({ tiles }: Tiles): L.GridLayer {
  if (tiles !== '') return L.tileLayer(tiles, { maxZoom: 19 });
  return new Grid({ maxZoom: 19 });
}

/** Squares with the place of their corner. */
class Grid extends L.GridLayer {
  protected override createTile(at: L.Coords): HTMLElement {
    const corner = L.CRS.EPSG3857.pointToLatLng(at.scaleBy(this.getTileSize()), at.z);
    const tile = document.createElement('div');
    tile.className = 'map-square';
    tile.textContent = `${corner.lat.toFixed(4)} ${corner.lng.toFixed(4)}`;
    return tile;
  }
}
