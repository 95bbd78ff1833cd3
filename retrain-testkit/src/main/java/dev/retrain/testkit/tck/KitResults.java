package dev.retrain.testkit.tck;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one subclass of a kit has shown: how many cases, and by which of them each capability is
 * proven. Printed in one line and written as JSON when the last case has ended, for {@link
 * CapabilityMatrix}.
 */
final class KitResults implements AutoCloseable {

  /** Where results are written; by default {@code target/tck}, where there is a {@code target}. */
  static final String FOLDER = "retrain.tck.results";

  private final String who;
  private final boolean quiet;
  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();
  private final Map<Capability, Set<String>> cases = new EnumMap<>(Capability.class);
  private DeclaringKit.@Nullable Declared declared;

  KitResults(String who, boolean quiet) {
    this.who = who;
    this.quiet = quiet;
  }

  synchronized void of(DeclaringKit.Declared subject) {
    declared = subject;
  }

  void passed() {
    passed.incrementAndGet();
  }

  void failed() {
    failed.incrementAndGet();
  }

  void skipped() {
    skipped.incrementAndGet();
  }

  synchronized void proves(DeclaringKit subject, Capability capability, String name) {
    if (declared == null) {
      subject.declaration().ifPresent(this::of);
    }
    cases.computeIfAbsent(capability, c -> new TreeSet<>()).add(name);
  }

  /** Prints the count: a build that runs a kit shows how much of it. */
  @Override
  public void close() {
    if (!quiet) {
      System.out.println(this);
      folder().ifPresent(this::write);
    }
  }

  private static Optional<Path> folder() {
    String folder = System.getProperty(FOLDER);
    if (folder != null) {
      return Optional.of(Path.of(folder));
    }
    return Optional.of(Path.of("target")).filter(Files::isDirectory).map(t -> t.resolve("tck"));
  }

  /** Writes what proves a declaration; other kits prove none. */
  synchronized void write(Path folder) {
    DeclaringKit.Declared subject = declared;
    if (subject == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(subject.backend() + "--" + who + ".json"), Documents.json(node(subject)));
    } catch (IOException e) {
      throw new UncheckedIOException("the results of " + who + " cannot be written", e);
    }
  }

  private Node node(DeclaringKit.Declared subject) {
    Map<String, Node> all = new LinkedHashMap<>();
    all.put("backend", Node.of(subject.backend()));
    all.put("kit", Node.of(who));
    all.put("ground", Node.of(subject.proofBasis().name()));
    all.put("passed", Node.of(passed.get()));
    all.put("failed", Node.of(failed.get()));
    all.put("skipped", Node.of(skipped.get()));
    Map<String, Node> capabilities = new LinkedHashMap<>();
    subject
        .declared()
        .all()
        .forEach(
            (capability, support) ->
                capabilities.put(
                    capability.name(), node(support, cases.getOrDefault(capability, Set.of()))));
    all.put("capabilities", Node.of(capabilities));
    return Node.of(all);
  }

  private static Node node(Support support, Set<String> proofs) {
    Map<String, Node> all = new LinkedHashMap<>();
    all.put("support", Node.of(support.word()));
    all.put("how", Node.of(support.how()));
    all.put("fix", Node.of(support instanceof Support.Absent absent ? absent.fix() : ""));
    all.put("cases", Node.of(proofs.stream().map(Node::of).toList()));
    return Node.of(all);
  }

  @Override
  public synchronized String toString() {
    int all = passed.get() + failed.get() + skipped.get();
    String subject = declared == null ? who : declared.backend() + " (" + who + ")";
    return "TCK " + subject + ": " + all + " cases, " + failed + " failed, " + skipped + " skipped";
  }
}
