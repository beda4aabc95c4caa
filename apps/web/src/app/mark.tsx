/** The bell of the counter. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path className="mark-b" d="M4.5 16a7.5 7.5 0 0 1 15 0Z" />
      <path className="mark-l" d="M2.5 19.5h19" />
      <circle className="mark-d" cx="12" cy="5.6" r="1.7" />
    </svg>
  );
}
