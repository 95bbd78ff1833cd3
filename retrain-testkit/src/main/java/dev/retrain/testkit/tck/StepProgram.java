package dev.retrain.testkit.tck;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The program of the image {@link #IMAGE}: it does what its command states, so that one pipeline
 * can be made to echo, fail, hang or write metrics on every backend. It needs nothing but Java, and
 * a folder it shares with the test, handed in as the parameter {@code scratch}.
 *
 * <p>The command is a list of directives, followed by the arguments of the container contract:
 *
 * <ul>
 *   <li>{@code write:ARTIFACT/FILE=TEXT} writes a file, {@code copy:FROM=TO} copies an artifact's
 *       files into another
 *   <li>{@code metrics:ARTIFACT/NAME=VALUE} adds a metric
 *   <li>{@code score:ARTIFACT/NAME=HYPERPARAMETER} adds a metric that is the value of a
 *       hyperparameter
 *   <li>{@code hyperparameters:ARTIFACT} keeps the file of hyperparameters
 *   <li>{@code arguments:ARTIFACT} keeps all arguments after the directives, each ending in a zero
 *       byte
 *   <li>{@code variable:ARTIFACT=NAME} keeps the value of an environment variable, {@code
 *       digest:ARTIFACT=NAME} its SHA-256
 *   <li>{@code listing:ARTIFACT=READ} keeps the names of an artifact's files, and whether it is a
 *       folder
 *   <li>{@code count:NAME} and {@code append:NAME=TEXT} add a line to a file of the scratch folder
 *   <li>{@code lines:N} prints the numbers from 1 to N
 *   <li>{@code fail:CODE} ends with a code, {@code fail-first:N=NAME} does so the first N times
 *   <li>{@code hang:NAME} writes its process id to a file of the scratch folder and waits to be
 *       killed
 * </ul>
 */
public final class StepProgram {

  /** The image by which the TCK's pipelines name this program. */
  public static final String IMAGE = "retrain/tck@sha256:" + "d".repeat(64);

  /** The parameter that holds the folder shared with the test. */
  public static final String SCRATCH = "scratch";

  /** The limit of a program that is not killed. */
  private static final long HANG_MINUTES = 5;

  private final Map<String, String> named = new HashMap<>();
  private final Map<String, Map<String, String>> metrics = new TreeMap<>();
  private final List<String> rest;
  private final Map<String, String> environment;
  private final PrintStream out;

  private StepProgram(List<String> rest, Map<String, String> environment, PrintStream out) {
    this.rest = rest;
    this.environment = environment;
    this.out = out;
    for (int i = 0; i + 1 < rest.size(); i += 2) {
      named.put(rest.get(i).substring(Math.min(2, rest.get(i).length())), rest.get(i + 1));
    }
  }

  /** Runs as a process of its own. */
  public static void main(String[] arguments) throws Exception {
    int code = run(List.of(arguments), System.getenv(), System.out);
    System.out.flush();
    System.exit(code);
  }

  /**
   * Returns the words that start this program as a child process; a step's command and arguments
   * follow.
   */
  public static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xint", // it lives for some milliseconds: a compiler only costs
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-Xmx64m",
        "-cp",
        home().toString(),
        StepProgram.class.getName());
  }

  private static Path home() {
    try {
      return Path.of(StepProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the test kit is not at a path", e);
    }
  }

  /**
   * Runs in this process, for backends that call functions.
   *
   * @param arguments the step's command and its arguments
   * @param environment the step's variables
   * @param out what it prints goes there
   * @return the exit code
   */
  public static int run(List<String> arguments, Map<String, String> environment, PrintStream out)
      throws IOException, InterruptedException {
    List<String> directives = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        break;
      }
      directives.add(argument);
    }
    List<String> rest = arguments.subList(directives.size(), arguments.size());
    StepProgram program = new StepProgram(List.copyOf(rest), environment, out);
    for (String directive : directives) {
      int code = program.obey(directive);
      if (code != 0) {
        return code;
      }
    }
    return 0;
  }

  private int obey(String directive) throws IOException, InterruptedException {
    int colon = directive.indexOf(':');
    String verb = colon < 0 ? directive : directive.substring(0, colon);
    String text = colon < 0 ? "" : directive.substring(colon + 1);
    int equals = text.indexOf('=');
    String left = equals < 0 ? text : text.substring(0, equals);
    String right = equals < 0 ? "" : text.substring(equals + 1);
    switch (verb) {
      case "write" -> write(inArtifact(left), right);
      case "copy" -> copy(folder(left), folder(right));
      case "metrics" -> metric(left, right);
      case "score" -> metric(left, hyperparameter(right));
      case "hyperparameters" ->
          write(
              folder(left).resolve("hyperparameters.json"),
              Files.readString(Path.of(value("hyperparameters"))));
      case "arguments" -> write(folder(left).resolve("arguments"), zeroEnded(rest));
      case "variable" -> variable(left, right);
      case "digest" -> write(folder(left).resolve("digest"), Digests.sha256(variable(right)));
      case "listing" -> write(folder(left).resolve("listing"), listing(folder(right)));
      case "count" -> append(left, Long.toString(ProcessHandle.current().pid()));
      case "append" -> append(left, right);
      case "lines" -> lines(Integer.parseInt(left));
      case "fail-first" -> {
        return failFirst(Integer.parseInt(left), right);
      }
      case "fail" -> {
        out.println("failing with " + left);
        return Integer.parseInt(left);
      }
      case "hang" -> hang(left);
      default -> throw new IllegalArgumentException("no directive " + directive);
    }
    return 0;
  }

  private String value(String name) {
    String value = named.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no argument --" + name + " among " + named.keySet());
    }
    return value;
  }

  private Path folder(String artifact) {
    return Path.of(value(artifact));
  }

  private Path inArtifact(String place) {
    int slash = place.indexOf('/');
    return folder(place.substring(0, slash)).resolve(place.substring(slash + 1));
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.newDirectoryStream(from)) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          Files.write(to.resolve(file.getFileName().toString()), Files.readAllBytes(file));
        }
      }
    }
  }

  private void metric(String place, String value) throws IOException {
    int slash = place.indexOf('/');
    String artifact = place.substring(0, slash);
    Map<String, String> all = metrics.computeIfAbsent(artifact, name -> new TreeMap<>());
    all.put(place.substring(slash + 1), value);
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, String> metric : all.entrySet()) {
      json.append(json.length() == 1 ? "\"" : ",\"").append(metric.getKey());
      json.append("\":").append(metric.getValue());
    }
    write(folder(artifact).resolve("metrics.json"), json.append("}").toString());
  }

  /**
   * Reads a value from the file, a flat object of scalars: what follows the name, up to a comma or
   * brace.
   */
  private String hyperparameter(String name) throws IOException {
    String json = Files.readString(Path.of(value("hyperparameters")));
    int at = json.indexOf("\"" + name + "\"");
    if (at < 0) {
      throw new IllegalArgumentException("no hyperparameter " + name + " in " + json);
    }
    int from = json.indexOf(':', at) + 1;
    int to = from;
    while (json.charAt(to) != ',' && json.charAt(to) != '}') {
      to++;
    }
    return json.substring(from, to).strip();
  }

  private static String zeroEnded(List<String> texts) {
    StringBuilder all = new StringBuilder();
    for (String text : texts) {
      all.append(text).append('\0');
    }
    return all.toString();
  }

  private void variable(String artifact, String name) throws IOException {
    write(folder(artifact).resolve(name), variable(name));
  }

  private String variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no variable " + name);
    }
    return value;
  }

  private static String listing(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return "no folder";
    }
    List<String> names = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    names.sort(null);
    return names.toString();
  }

  private void append(String name, String line) throws IOException {
    Files.write(
        Path.of(value(SCRATCH)).resolve(name),
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void lines(int count) {
    for (int i = 1; i <= count; i++) {
      out.println(i);
    }
  }

  private int failFirst(int times, String name) throws IOException {
    Path file = Path.of(value(SCRATCH)).resolve(name);
    int failures = Files.exists(file) ? Files.readAllLines(file).size() : 0;
    if (failures >= times) {
      return 0;
    }
    append(name, "failed");
    out.println("failing attempt " + (failures + 1));
    return 1;
  }

  private void hang(String name) throws IOException, InterruptedException {
    append(name, Long.toString(ProcessHandle.current().pid()));
    if (!new CountDownLatch(1).await(HANG_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(name + " was not killed");
    }
  }
}
