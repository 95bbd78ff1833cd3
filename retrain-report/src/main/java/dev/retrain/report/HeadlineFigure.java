package dev.retrain.report;

import static java.util.Objects.requireNonNull;

/**
 * One figure that stands large at the head of a report.
 *
 * @param value the figure as it is shown, such as {@code 12} or {@code 0.4894}
 * @param label what it is, in a few words
 * @param note what to compare it with; may be empty
 */
public record HeadlineFigure(String value, String label, String note) {

  /** Checks that nothing is missing. */
  public HeadlineFigure {
    requireNonNull(value);
    requireNonNull(label);
    requireNonNull(note);
  }

  /** A figure without a note. */
  public static HeadlineFigure of(String value, String label) {
    return new HeadlineFigure(value, label, "");
  }

  Element element() {
    Element item =
        Element.styled("div", "fact")
            .add(Element.of("dt", label))
            .add(Element.styled("dd", "value").text(value));
    return note.isEmpty() ? item : item.add(Element.styled("dd", "note").text(note));
  }

  static Element list(Iterable<HeadlineFigure> facts) {
    Element list = Element.styled("dl", "facts");
    facts.forEach(fact -> list.add(fact.element()));
    return list;
  }
}
