package dev.retrain.report;

import static java.util.Objects.requireNonNull;

/**
 * A figure shown at the head of a report.
 *
 * @param value the displayed value, such as {@code 12} or {@code 0.4894}
 * @param label a short description
 * @param note a value to compare with; may be empty
 */
public record HeadlineFigure(String value, String label, String note) {

  /** Rejects null. */
  public HeadlineFigure {
    requireNonNull(value);
    requireNonNull(label);
    requireNonNull(note);
  }

  /** Creates a figure without a note. */
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

  static Element list(Iterable<HeadlineFigure> figures) {
    Element list = Element.styled("dl", "facts");
    figures.forEach(figure -> list.add(figure.element()));
    return list;
  }
}
