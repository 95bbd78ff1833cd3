package dev.retrain.testkit.tck;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.spi.backend.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What backends have been shown to do, by the results that the kits write to {@code target/tck}
 * when they are run. Immutable.
 */
public final class CapabilityMatrix {

  /** What every capability of a pipeline is put through. */
  private static final Set<String> ONCE_TRANSLATED =
      Set.of("Refusal.translatesWhatIsDeclaredAndRefusesWhatIsAbsent");

  private static final Set<String> GENERAL =
      Set.of(
          "Refusal.translatesWhatIsDeclaredAndRefusesWhatIsAbsent",
          "Steps.haveWhatIsDeclaredAndAreRefusedWhatIsAbsent");

  private record Shown(String support, String how, String fix, Set<String> cases) {
    Shown and(Shown other) {
      Set<String> all = new TreeSet<>(cases);
      all.addAll(other.cases);
      return new Shown(support, how, fix, all);
    }

    boolean isAbsent() {
      return support.equals("unsupported");
    }

    /** Returns whether pipelines were run, rather than only definitions checked. */
    boolean wasRun() {
      return !isAbsent() && !ONCE_TRANSLATED.containsAll(cases);
    }

    String word() {
      return isAbsent() ? "absent" : support;
    }

    String shown() {
      return isAbsent() ? "refused" : wasRun() ? "run" : "translated";
    }

    /** Returns the cases that prove this capability in particular. */
    List<String> own() {
      return cases.stream().filter(name -> !GENERAL.contains(name)).toList();
    }
  }

  private record Backend(
      ProofBasis proofBasis, long passed, long unwell, Map<Capability, Shown> capabilities) {
    Backend and(Backend other) {
      Map<Capability, Shown> all = new LinkedHashMap<>(capabilities);
      other.capabilities.forEach((capability, shown) -> all.merge(capability, shown, Shown::and));
      ProofBasis stronger =
          proofBasis.compareTo(other.proofBasis) >= 0 ? proofBasis : other.proofBasis;
      return new Backend(stronger, passed + other.passed, unwell + other.unwell, all);
    }

    String word(Capability capability) {
      return Optional.ofNullable(capabilities.get(capability)).map(this::word).orElse("");
    }

    private String word(Shown shown) {
      boolean less = proofBasis != ProofBasis.TRANSLATION && !shown.isAbsent() && !shown.wasRun();
      return less ? shown.word() + ", only translated" : shown.word();
    }
  }

  private final Map<String, Backend> backends;

  private CapabilityMatrix(Map<String, Backend> backends) {
    this.backends = backends;
  }

  /**
   * Reads results.
   *
   * @param folders each with files that a kit has written; one that is not there holds none
   * @param names of the backends, in the order of the columns
   * @throws IllegalStateException naming the backends of which there is no result
   */
  public static CapabilityMatrix read(Collection<Path> folders, List<String> names) {
    Map<String, Backend> found = new LinkedHashMap<>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        Node.Mapping result = (Node.Mapping) Documents.read(file);
        found.merge(text(result, "backend"), backend(result), Backend::and);
      }
    }
    List<String> missing = names.stream().filter(name -> !found.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "no results of a kit for " + missing + " in " + folders + ": run their kits first");
    }
    Map<String, Backend> ordered = new LinkedHashMap<>();
    names.forEach(name -> ordered.put(name, found.get(name)));
    return new CapabilityMatrix(ordered);
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.json")) {
      List<Path> files = new ArrayList<>();
      all.forEach(files::add);
      files.sort(null);
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Backend backend(Node.Mapping result) {
    Map<Capability, Shown> all = new LinkedHashMap<>();
    mapping(result, "capabilities")
        .entries()
        .forEach((name, node) -> all.put(Capability.valueOf(name), shown((Node.Mapping) node)));
    return new Backend(
        ProofBasis.valueOf(text(result, "ground")),
        number(result, "passed"),
        number(result, "failed") + number(result, "skipped"),
        all);
  }

  private static Shown shown(Node.Mapping node) {
    Set<String> cases = new TreeSet<>();
    for (Node one : ((Node.Sequence) node.get("cases").orElseThrow()).items()) {
      cases.add(((Node.Text) one).value());
    }
    return new Shown(text(node, "support"), text(node, "how"), text(node, "fix"), cases);
  }

  private static Node.Mapping mapping(Node.Mapping node, String key) {
    return (Node.Mapping) node.get(key).orElseThrow();
  }

  private static String text(Node.Mapping node, String key) {
    return ((Node.Text) node.get(key).orElseThrow()).value();
  }

  private static long number(Node.Mapping node, String key) {
    return ((Node.Num) node.get(key).orElseThrow()).value().longValue();
  }

  /**
   * Returns every claim without proof: capabilities without a case that passed, and backends with
   * cases that failed or were skipped. Empty when the table can be believed.
   */
  public List<String> unproven() {
    List<String> all = new ArrayList<>();
    backends.forEach(
        (name, backend) -> {
          if (backend.unwell() > 0) {
            all.add(name + ": " + backend.unwell() + " cases failed or were skipped");
          }
          backend
              .capabilities()
              .forEach(
                  (capability, shown) -> {
                    if (shown.cases().isEmpty()) {
                      all.add(name + ": no case shows " + capability + " to be " + shown.support());
                    }
                  });
        });
    return all;
  }

  /** Returns one row per capability, one column per backend, as Markdown. */
  public String table() {
    StringBuilder text = new StringBuilder();
    row(text, "", backends.keySet());
    row(text, "---", backends.keySet().stream().map(name -> "---").toList());
    row(text, "proven", backends.values().stream().map(b -> b.proofBasis().words()).toList());
    row(text, "cases passed", backends.values().stream().map(b -> "" + b.passed()).toList());
    for (Capability capability : Capability.values()) {
      row(
          text,
          "`" + capability + "`",
          backends.values().stream().map(b -> b.word(capability)).toList());
    }
    return text.toString();
  }

  /**
   * Returns, by backend, how it has each capability or what to do instead, and which cases prove
   * it.
   */
  public String details() {
    StringBuilder text = new StringBuilder();
    backends.forEach(
        (name, backend) -> {
          text.append("\n## ").append(name).append("\n\n");
          backend.capabilities().forEach((capability, shown) -> line(text, capability, shown));
        });
    return text.toString();
  }

  private static void line(StringBuilder text, Capability capability, Shown shown) {
    text.append("- `").append(capability).append("` ").append(shown.word());
    text.append(" (").append(shown.shown()).append("): ").append(shown.how());
    if (!shown.fix().isEmpty()) {
      text.append(". ").append(shown.fix());
    }
    if (!shown.own().isEmpty()) {
      text.append(". Cases: ").append(String.join(", ", shown.own()));
    }
    text.append('\n');
  }

  private static void row(StringBuilder text, String first, Collection<String> cells) {
    text.append("| ").append(first);
    cells.forEach(cell -> text.append(" | ").append(cell));
    text.append(" |\n");
  }
}
