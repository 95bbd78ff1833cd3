package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Windows of data kept as files in a folder, each named after the time its rows fall into: an hour
 * ({@code orders-2026-11-23T14.csv}), a day ({@code 2026-11-23.parquet}), an ISO week ({@code
 * 2026-W48.csv}) or a month ({@code 2026-11.csv}), with any text around it.
 *
 * <p>Files ending in {@code .csv} or {@code .parquet} and folders of either are windows; others,
 * and those whose name begins with a dot, are not. A window counts once its time is over and its
 * file is there: move files into the folder when they are whole. A file that comes after a later
 * one was looked at is not looked at any more. The file's name is the window's data version.
 * Thread-safe.
 */
public final class DatedFiles implements DataWindows {

  private final Path folder;
  private final ZoneId zone;

  private DatedFiles(Path folder, ZoneId zone) {
    this.folder = requireNonNull(folder);
    this.zone = requireNonNull(zone);
  }

  /** The files of a folder, their names telling times in UTC. */
  public static DatedFiles in(Path folder) {
    return new DatedFiles(folder, ZoneOffset.UTC);
  }

  /** The same with names that tell times in another zone. */
  public DatedFiles zone(ZoneId other) {
    return new DatedFiles(folder, other);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationProblem if the folder cannot be read, a file's name tells no time, or two
   *     tell the same
   */
  @Override
  public List<DataWindow> ended(Instant after, Instant upTo) {
    List<DataWindow> windows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(DatedFiles::holdsRows).map(this::window).forEach(windows::add);
    } catch (IOException e) {
      throw problem("got " + e, "name a folder of files such as 2026-11-23.csv");
    }
    windows.sort(Comparator.comparing(DataWindow::end).thenComparing(DataWindow::start));
    for (int i = 1; i < windows.size(); i++) {
      distinguish(windows.get(i - 1), windows.get(i));
    }
    return windows.stream()
        .filter(window -> window.end().isAfter(after) && !window.end().isAfter(upTo))
        .toList();
  }

  private static boolean holdsRows(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".csv") || name.endsWith(".parquet") || Files.isDirectory(file));
  }

  private DataWindow window(Path file) {
    String name = file.getFileName().toString();
    try {
      Optional<NamedPeriod> period = NamedPeriod.in(name);
      if (period.isPresent()) {
        return new DataWindow(period.get().start(zone), period.get().end(zone), file, name);
      }
    } catch (DateTimeException | IllegalArgumentException e) { // the latter: a clock set forward
      throw problem("'" + name + "' names no time there is: " + e.getMessage(), "rename it");
    }
    throw problem(
        "'" + name + "' does not say which time its rows fall into",
        "put an hour, a day, a week or a month into its name, such as 2026-11-23");
  }

  private void distinguish(DataWindow one, DataWindow other) {
    if (one.start().equals(other.start()) && one.end().equals(other.end())) {
      throw problem(
          "'" + one.dataVersion() + "' and '" + other.dataVersion() + "' tell the same time",
          "put both into one folder of that name");
    }
  }

  private ConfigurationProblem problem(String got, String hint) {
    return new ConfigurationProblem(
        "asked for the windows of data in " + folder + ", " + got, FailureContext.hint(hint), null);
  }

  @Override
  public String toString() {
    return "files in " + folder;
  }

  /** {@code {type: dated-files, folder: data/orders, zone: Europe/Paris}}. */
  public static final class Type extends NamedPart<DataWindows, DatedFiles> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {
      super(DataWindows.class, "dated-files", DatedFiles.class);
    }

    @Override
    public Set<String> pathKeys() {
      return Set.of("folder");
    }

    @Override
    public ObjectShape<DatedFiles> shape() {
      ObjectShape.Builder<DatedFiles> all = ObjectShape.named("DatedFiles");
      var folder =
          all.required("folder", Shapes.text(), d -> d.folder.toString(), "of dated files");
      var zone =
          all.optional(
              "zone",
              Shapes.text().as(Type::zoneOf, ZoneId::getId),
              ZoneOffset.UTC,
              d -> d.zone,
              "of the names");
      return all.build(f -> new DatedFiles(Path.of(f.get(folder)), f.get(zone)));
    }

    private static ZoneId zoneOf(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("'" + text + "' is no zone such as Europe/Paris", e);
      }
    }
  }
}
