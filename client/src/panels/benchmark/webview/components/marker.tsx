/** The sign of an arm: shape, dashes and colour, so that none of them alone has to tell arms apart. */

/** How many signs there are before they begin again. */
const signs = 6;

export const laneOf = (index: number): string => `lane-${index % signs}`;

export function Marker({ index, hollow = false }: { index: number; hollow?: boolean }) {
  return <g class={hollow ? "marker hollow" : "marker"}>{shapes[index % signs]}</g>;
}

const shapes = [
  <circle key="circle" r="5" />,
  <rect key="square" x="-4.5" y="-4.5" width="9" height="9" />,
  <path key="triangle" d="M0 -6 L6 4.5 L-6 4.5 Z" />,
  <path key="diamond" d="M0 -6.5 L6.5 0 L0 6.5 L-6.5 0 Z" />,
  <path key="tip" d="M0 6 L6 -4.5 L-6 -4.5 Z" />,
  <path key="cross" d="M-2 -6 H2 V-2 H6 V2 H2 V6 H-2 V2 H-6 V-2 H-2 Z" />,
];

/** The arms with their signs. The names stand in the tables as well, so that readers of these miss nothing. */
export function ArmLegend({ arms }: { arms: readonly string[] }) {
  return (
    <ul class="legend" aria-hidden="true">
      {arms.map((arm, index) => (
        <li key={arm}>
          <svg class={laneOf(index)} viewBox="-14 -8 28 16" width="28" height="16" aria-hidden="true">
            <line class="curve" x1="-14" x2="14" y1="0" y2="0" />
            <Marker index={index} />
          </svg>
          {arm}
        </li>
      ))}
    </ul>
  );
}
