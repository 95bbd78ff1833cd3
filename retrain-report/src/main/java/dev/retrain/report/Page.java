package dev.retrain.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A complete HTML document. Its content security policy forbids the browser to load or run
 * anything; the style sheet is embedded.
 */
final class Page {

  private static final String STYLE = read("report.css");

  private final String title;
  private final List<Element> content = new ArrayList<>();

  Page(String title) {
    this.title = title;
  }

  Page add(Element part) {
    content.add(part);
    return this;
  }

  String html() {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="generator" content="retrain">
        """);
    out.append("<title>").append(Element.escaped(title)).append("</title>\n");
    out.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n<main>\n");
    out.append(Element.of("h1", title));
    content.forEach(part -> part.writeTo(out));
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  /** Creates a section whose heading names it for assistive technology. */
  static Element section(String id, String heading) {
    return Element.of("section")
        .with("aria-labelledby", id)
        .add(Element.of("h2", heading).with("id", id));
  }

  private static String read(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
