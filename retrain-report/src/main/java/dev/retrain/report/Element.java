package dev.retrain.report;

import java.util.ArrayList;
import java.util.List;

/**
 * An element of a page. Text and attribute values are escaped where they enter, so nothing that is
 * shown can become markup. Not thread-safe.
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

  /** An element with some text. */
  static Element of(String tag, String text) {
    return of(tag).text(text);
  }

  /** An element with classes of the style sheet. */
  static Element styled(String tag, String classes) {
    return of(tag).with("class", classes);
  }

  Element with(String name, String value) {
    attributes.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
    return this;
  }

  /** A coordinate or length of a drawing, to a tenth. */
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

  /** A line break after these keeps the source readable and changes nothing that is shown. */
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

  /** Characters that no document may hold become the replacement character. */
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

  /** The row of a table, each cell as it is. */
  static Element row(Element... cells) {
    return of("tr").addAll(List.of(cells));
  }

  /** A table's head. */
  static Element head(String... titles) {
    List<Element> cells = new ArrayList<>();
    for (String title : titles) {
      cells.add(of("th", title).with("scope", "col"));
    }
    return of("thead").add(of("tr").addAll(cells));
  }
}
