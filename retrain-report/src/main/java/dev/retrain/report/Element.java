package dev.retrain.report;

import java.util.ArrayList;
import java.util.List;

/**
 * An HTML element. Text and attribute values are escaped when they are added, so no content can
 * become markup. Not thread-safe.
 */
final class Element {

  private final String tag;
  private final StringBuilder attributes = new StringBuilder();
  private final StringBuilder content = new StringBuilder();

  private Element(String tag) {
    this.tag = tag;
  }

  static Element of(String tag) {
    return new Element(tag);
  }

  /** Creates an element with text. */
  static Element of(String tag, String text) {
    return of(tag).text(text);
  }

  /** Creates an element with classes of the style sheet. */
  static Element styled(String tag, String classes) {
    return of(tag).with("class", classes);
  }

  Element with(String name, String value) {
    attributes.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
    return this;
  }

  /** Adds a coordinate or length of a drawing, rounded to a tenth. */
  Element with(String name, double value) {
    return with(name, NumberFormats.coordinate(value));
  }

  Element text(String text) {
    content.append(escaped(text));
    return this;
  }

  Element add(Element child) {
    child.writeTo(content);
    return this;
  }

  Element addAll(List<Element> children) {
    children.forEach(this::add);
    return this;
  }

  void writeTo(StringBuilder out) {
    out.append('<').append(tag).append(attributes).append('>');
    out.append(content).append("</").append(tag).append('>');
    if (isBlock()) {
      out.append('\n');
    }
  }

  /** Returns whether a line break may follow, which keeps the source readable. */
  private boolean isBlock() {
    return switch (tag) {
      case "tr", "table", "section", "figure", "p", "h1", "h2", "h3", "svg", "details", "article" ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    writeTo(out);
    return out.toString();
  }

  /** Escapes markup and replaces characters that a document may not contain. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isAllowed(character) ? character : 0xFFFD);
              }
            });
    return safe.toString();
  }

  private static boolean isAllowed(int character) {
    boolean surrogate =
        character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    boolean space = character == '\n' || character == '\t';
    return space || !(Character.isISOControl(character) || surrogate);
  }

  /** Creates a table row. */
  static Element row(Element... cells) {
    return of("tr").addAll(List.of(cells));
  }

  /** Creates a table head. */
  static Element head(String... titles) {
    List<Element> cells = new ArrayList<>();
    for (String title : titles) {
      cells.add(of("th", title).with("scope", "col"));
    }
    return of("thead").add(of("tr").addAll(cells));
  }
}
