package dev.retrain.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * The project of a new backend, generated from the sources of the example, which the build compiles
 * and verifies with the compatibility kits. The service of the example is included as the service
 * to be replaced.
 *
 * @param name the name of the backend
 * @param javaPackage the package of its classes
 * @param style what kind of service it is for
 */
record BackendTemplate(String name, String javaPackage, BackendStyle style) {

  static final String NAME_FORM = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
  static final String PACKAGE_FORM = "[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*";

  private static final String EXAMPLE = "dev.retrain.example.queue";
  private static final String EXAMPLE_SAYS =
      "A backend for a job queue with an HTTP interface, as an example for authors of backends:\n"
          + " * provider";
  private static final String OTHER_STYLE = "(?s) The backend[\\s*]+\\{@code jobs}.*?translator\\.";
  private static final String MAIN = "main/java/dev/retrain/example/queue/";
  private static final String TEST = "test/java/dev/retrain/example/queue/";
  private static final String SERVICES =
      "META-INF/services/dev.retrain.spi.backend.BackendProvider";

  /** Returns the default package of a backend. */
  static String packageOf(String name) {
    return "com.example." + name.replace("-", "");
  }

  /** Returns the text of every file of the project by its path, with forward slashes. */
  Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    style.own().forEach(source -> files.put("src/" + renamed(source), text("backend/" + source)));
    style
        .service()
        .forEach(
            source ->
                files.put(
                    "src/" + renamed(TEST) + "server/" + source,
                    text("backend/" + MAIN + "server/" + source)));
    files.put("src/main/resources/" + SERVICES, javaPackage + "." + prefix() + "BackendProvider\n");
    files.put("pom.xml", text("backend-pom.xml").replace("%{", "${"));
    files.put(
        "README.md",
        text("backend-readme.md")
            + (style == BackendStyle.ASYNC ? text("backend-readme-async.md") : ""));
    return files;
  }

  private String renamed(String source) {
    String path = source.replace(EXAMPLE.replace('.', '/'), javaPackage.replace('.', '/'));
    return path.replaceAll("/(Queue(?!Server)|Jobs)(?=[A-Z])", "/" + prefix());
  }

  private String text(String resource) {
    return read(resource)
        .replaceAll("(?m)^ *// (end)?region .*\\R", "")
        .replaceAll("\\b(Queue(?!Server)|Jobs)(?=[A-Z])", prefix())
        .replaceAll(OTHER_STYLE, "")
        .replace(EXAMPLE, javaPackage)
        .replaceAll("\"" + style.backend() + "(?=[\"/])", Matcher.quoteReplacement("\"" + name))
        .replace("{@code " + style.backend() + "}", "{@code " + name + "}")
        .replace(EXAMPLE_SAYS, "The backend " + name + ": provider")
        .replace("Holds the example to", "Holds the backend to")
        .replace("%name%", name)
        .replace("%class%", prefix())
        .replace("%package%", javaPackage);
  }

  private static String read(String resource) {
    try (InputStream file = BackendTemplate.class.getResourceAsStream("init/" + resource)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the prefix of class names, such as {@code MyQueue}. */
  private String prefix() {
    StringBuilder all = new StringBuilder();
    for (String word : name.split("-", -1)) {
      all.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return all.toString();
  }
}
