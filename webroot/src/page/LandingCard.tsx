/** One thing to say where the towns would be. */
export function LandingCard(props: { icon: React.ReactNode; title: string; children?: React.ReactNode }) {
  return (
    <main className="gt-landing" aria-live="polite">
      {props.icon}
      <h1>{props.title}</h1>
      {props.children}
    </main>
  );
}
