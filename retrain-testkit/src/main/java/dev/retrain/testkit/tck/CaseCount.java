package dev.retrain.testkit.tck;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Counts the cases of a kit as they are run and prints one line when the last has ended. */
final class CaseCount implements TestWatcher {

  /** Set to true, nothing is printed: for tests of the kits themselves. */
  static final String QUIET = "retrain.tck.quiet";

  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(CaseCount.class);

  /** The subclass that is run: a nested case's own class belongs to the kit. */
  private static final Pattern OUTERMOST = Pattern.compile("\\[class:(?:[^\\]]*\\.)?([^.\\]]+)\\]");

  /** The count of one subclass of a kit. */
  static final class Tally implements AutoCloseable {
    private final String who;
    private final boolean quiet;
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();

    Tally(String who, boolean quiet) {
      this.who = who;
      this.quiet = quiet;
    }

    /** Prints the count: a build that runs a kit shows how much of it. */
    @Override
    public void close() {
      if (!quiet) {
        System.out.println(this);
      }
    }

    @Override
    public String toString() {
      int all = passed.get() + failed.get() + skipped.get();
      return "TCK " + who + ": " + all + " cases, " + failed + " failed, " + skipped + " skipped";
    }
  }

  /** For JUnit. */
  CaseCount() {}

  @Override
  public void testSuccessful(ExtensionContext context) {
    tally(context).passed.incrementAndGet();
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    tally(context).failed.incrementAndGet();
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    tally(context).skipped.incrementAndGet();
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    tally(context).skipped.incrementAndGet();
  }

  private static Tally tally(ExtensionContext context) {
    Matcher outermost = OUTERMOST.matcher(context.getUniqueId());
    String who = outermost.find() ? outermost.group(1) : context.getDisplayName();
    boolean quiet = context.getConfigurationParameter(QUIET).filter("true"::equals).isPresent();
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent(who, name -> new Tally(name, quiet), Tally.class);
  }
}
