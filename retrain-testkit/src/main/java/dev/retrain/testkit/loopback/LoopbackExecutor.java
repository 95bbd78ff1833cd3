package dev.retrain.testkit.loopback;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs steps as child processes of this machine, in place of the containers of a service:
 *
 * <pre>{@code
 * try (LoopbackExecutor executor =
 *     LoopbackExecutor.below(folder)
 *         .image("acme/train@sha256:...", List.of("java", "-jar", "/app/train.jar"), trainHere)
 *         .build()) {
 *   StepEnd end = executor.start(step).await(Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p>A step has a working folder of its own, a bounded log, and only the environment it is given
 * beside the few variables that programs need on this machine. It ends with everything it started.
 * What a container has beyond that is not imitated: no file system of its own, no limits of memory
 * or processors, no network of its own. Thread-safe.
 */
public final class LoopbackExecutor implements AutoCloseable {

  /** How many lines of a step's output are kept. */
  public static final int LOG_LINES = 500;

  /** How many characters of a line are kept. */
  public static final int LINE_CHARACTERS = 4000;

  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME", "SystemRoot", "TEMP");

  private static final File NO_INPUT = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");

  private final ArtifactFolders folders;
  private final Map<String, UnaryOperator<List<String>>> images;
  private final Semaphore places;
  private final Set<LoopbackRun> active = ConcurrentHashMap.newKeySet();
  private final AtomicInteger started = new AtomicInteger();

  private LoopbackExecutor(Builder builder) {
    this.folders = new ArtifactFolders(builder.root.resolve("artifacts"));
    this.images = Map.copyOf(builder.images);
    this.places = new Semaphore(builder.parallelism);
  }

  /**
   * Returns a builder.
   *
   * @param root takes the artifacts and the working folders
   */
  public static Builder below(Path root) {
    return new Builder(root);
  }

  /** Returns where artifacts addressed by URI lie. */
  public ArtifactFolders folders() {
    return folders;
  }

  /** Starts a step and returns at once. */
  public LoopbackRun start(LoopbackStep step) {
    LoopbackRun run = new LoopbackRun(step);
    active.add(run);
    int number = started.incrementAndGet();
    Thread thread = new Thread(() -> run(run, number), "loopback-" + step.name());
    thread.setDaemon(true);
    thread.start();
    return run;
  }

  /** Cancels every step that has not ended. */
  @Override
  public void close() {
    active.forEach(LoopbackRun::cancel);
  }

  private void run(LoopbackRun run, int number) {
    places.acquireUninterruptibly();
    try {
      if (run.isCancelled()) {
        run.ended(StepEnd.How.CANCELLED, -1, Duration.ZERO);
        return;
      }
      execute(run, number);
    } catch (IOException | RuntimeException e) {
      run.output().add("the process of " + run.step() + " could not be run: " + e.getMessage());
      run.ended(StepEnd.How.NOT_STARTED, -1, Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      run.cancel();
      run.ended(StepEnd.How.CANCELLED, -1, Duration.ZERO);
    } finally {
      places.release();
      active.remove(run);
    }
  }

  private void execute(LoopbackRun run, int number) throws IOException, InterruptedException {
    LoopbackStep step = run.step();
    long begin = System.nanoTime();
    Process process = process(step, number).start();
    ChildTree tree = new ChildTree(process);
    run.running(tree);
    Thread reader =
        new Thread(() -> run.output().readAll(process.getInputStream()), "log-" + step.name());
    reader.setDaemon(true);
    reader.start();
    boolean late = false;
    if (step.timeout().isEmpty()) {
      process.waitFor();
    } else if (!process.waitFor(step.timeout().get().toNanos(), TimeUnit.NANOSECONDS)) {
      late = true;
      tree.kill();
      process.waitFor();
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - begin);
    tree.sweep();
    reader.join();
    StepEnd.How how = late ? StepEnd.How.TIMED_OUT : StepEnd.How.EXITED;
    run.ended(run.isCancelled() ? StepEnd.How.CANCELLED : how, process.exitValue(), duration);
  }

  private ProcessBuilder process(LoopbackStep step, int number) throws IOException {
    List<String> words = new ArrayList<>();
    List<String> here =
        images.getOrDefault(step.image(), UnaryOperator.identity()).apply(step.words());
    here.forEach(word -> words.add(local(word, step.mounts())));
    for (Path mount : step.mounts().values()) {
      Files.createDirectories(mount);
    }
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.keySet().retainAll(INHERITED);
    step.environment().forEach((name, value) -> environment.put(name, local(value, step.mounts())));
    ProcessBuilder builder =
        new ProcessBuilder(ChildTree.leading(words))
            .directory(workingFolder(step, number).toFile())
            .redirectInput(ProcessBuilder.Redirect.from(NO_INPUT))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  private Path workingFolder(LoopbackStep step, int number) throws IOException {
    String name = step.name().replaceAll("[^A-Za-z0-9_.-]", "_");
    return Files.createDirectories(
        folders.root().resolveSibling("work").resolve(number + "-" + name));
  }

  /** A path is replaced where it ends or goes on with a slash; the longest mount wins. */
  private static String local(String text, Map<String, Path> mounts) {
    if (mounts.isEmpty()) {
      return text;
    }
    String paths =
        mounts.keySet().stream()
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile("(?<![A-Za-z0-9_.-])(" + paths + ")(?![A-Za-z0-9_.-])")
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(String.valueOf(mounts.get(match.group(1)))));
  }

  /** Builds an executor. */
  public static final class Builder {

    private final Path root;
    private final Map<String, UnaryOperator<List<String>>> images = new HashMap<>();
    private int parallelism = 4;

    private Builder(Path root) {
      this.root = root.toAbsolutePath();
    }

    /**
     * Says what the words of a step become when its image names no programs of this machine. An
     * image that is not named runs its words as they are.
     *
     * @param words from a step's command and arguments to those that run here
     */
    public Builder image(String image, UnaryOperator<List<String>> words) {
      images.put(image, words);
      return this;
    }

    /**
     * Replaces a program of an image, wherever it stands among a step's words: a definition may
     * have wrapped it in a script of its own. A step of the image that does not call it is not
     * started.
     *
     * @param there the words that call it in the image
     * @param here the words that call it on this machine
     */
    public Builder image(String image, List<String> there, List<String> here) {
      return image(image, words -> Words.replaced(words, List.copyOf(there), List.copyOf(here)));
    }

    /** Says how many steps run at once; 4 by default. */
    public Builder parallelism(int steps) {
      if (steps < 1) {
        throw new IllegalArgumentException("at least one step runs at once, not " + steps);
      }
      parallelism = steps;
      return this;
    }

    /** Returns the executor. */
    public LoopbackExecutor build() {
      return new LoopbackExecutor(this);
    }
  }
}
