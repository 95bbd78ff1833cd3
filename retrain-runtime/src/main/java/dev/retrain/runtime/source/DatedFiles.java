package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.schema.Schema;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads windows of data from files in a folder, each named after the time of its rows: an hour
 * ({@code orders-2026-11-23T14.csv}), a day ({@code 2026-11-23.parquet}), an ISO week ({@code
 * 2026-W48.csv}) or a month ({@code 2026-11.csv}), with any text around it.
 *
 * <p>Files ending in {@code .csv} or {@code .parquet} and folders of either are windows; others,
 * and those whose name begins with a dot, are not. A window counts once its time is over and its
 * file exists: move files into the folder when they are complete. A file that arrives after a later
 * one was read is ignored. The file's name is the window's data version. Thread-safe.
 */
public final class DatedFiles implements DescribedWindows {

  private final String folder;
  private final ZoneId zone;
  private final Map<String, ColumnRole> roles;
  private final Optional<Path> schema;

  private DatedFiles(
      String folder, ZoneId zone, Map<String, ColumnRole> roles, Optional<Path> schema) {
    this.folder = requireNonNull(folder);
    this.zone = requireNonNull(zone);
    this.roles = Collections.unmodifiableMap(new TreeMap<>(roles));
    this.schema = requireNonNull(schema);
  }

  /** Returns the files of a folder, with names in UTC. */
  public static DatedFiles in(Path folder) {
    return new DatedFiles(folder.toString(), ZoneOffset.UTC, Map.of(), Optional.empty());
  }

  /** Returns the files of a folder at any address, such as {@code s3://bucket/orders}. */
  public static DatedFiles at(URI folder) {
    return new DatedFiles(folder.toString(), ZoneOffset.UTC, Map.of(), Optional.empty());
  }

  /** Returns a copy with names in another time zone. */
  public DatedFiles zone(ZoneId other) {
    return new DatedFiles(folder, other, roles, schema);
  }

  /** Returns a copy with roles of columns, which win over those of the schema. */
  public DatedFiles roles(Map<String, ColumnRole> byName) {
    return new DatedFiles(folder, zone, byName, schema);
  }

  /** Returns a copy whose rows are read by the kinds and roles of a schema file. */
  public DatedFiles schema(Path file) {
    return new DatedFiles(folder, zone, roles, Optional.of(file));
  }

  @Override
  public Optional<Path> schema() {
    return schema;
  }

  @Override
  public Roles roles() {
    return schema.map(file -> Schema.read(file).roles()).orElse(Roles.NONE).with(Roles.of(roles));
  }

  @Override
  public ReadOptions readOptions() {
    return schema
        .map(file -> Schema.read(file).readOptions())
        .orElseGet(ReadOptions::standard)
        .roles(roles());
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationProblem if the folder cannot be read, a file's name contains no time, or
   *     two contain the same
   */
  @Override
  public List<DataWindow> ended(Instant after, Instant upTo) {
    List<Dated> windows = new ArrayList<>();
    for (DatedFolder.Entry entry : entries()) {
      windows.add(dated(entry));
    }
    windows.sort(Comparator.comparing(Dated::end).thenComparing(Dated::start));
    for (int i = 1; i < windows.size(); i++) {
      distinguish(windows.get(i - 1), windows.get(i));
    }
    return windows.stream()
        .filter(window -> window.end().isAfter(after) && !window.end().isAfter(upTo))
        .map(Dated::window)
        .toList();
  }

  /** A file whose rows are not brought yet. */
  private record Dated(Instant start, Instant end, DatedFolder.Entry entry) {
    DataWindow window() {
      return new DataWindow(start, end, entry.bring(), entry.name());
    }
  }

  private List<DatedFolder.Entry> entries() {
    try {
      return DatedFolder.entries(folder);
    } catch (IOException e) {
      throw problem(
          "the folder cannot be read: " + e, "Name a folder of files such as 2026-11-23.csv.");
    }
  }

  private Dated dated(DatedFolder.Entry entry) {
    String name = entry.name();
    try {
      Optional<NamedPeriod> period = NamedPeriod.in(name);
      if (period.isPresent()) {
        return new Dated(period.get().start(zone), period.get().end(zone), entry);
      }
    } catch (DateTimeException | IllegalArgumentException e) { // the latter: a clock set forward
      throw problem(
          "'" + name + "' names a time that does not exist: " + e.getMessage(), "Rename the file.");
    }
    throw problem(
        "'" + name + "' contains no time of its rows",
        "Put an hour, a day, a week or a month into its name, such as 2026-11-23.");
  }

  private void distinguish(Dated one, Dated other) {
    if (one.start().equals(other.start()) && one.end().equals(other.end())) {
      throw problem(
          "'" + one.entry().name() + "' and '" + other.entry().name() + "' contain the same time",
          "Put both into one folder of that name.");
    }
  }

  private ConfigurationProblem problem(String problem, String hint) {
    return new ConfigurationProblem(
        "cannot list the windows of data in " + folder + ": " + problem,
        FailureContext.hint(hint),
        null);
  }

  @Override
  public String toString() {
    return "files in " + folder;
  }

  /**
   * Reads {@code {type: dated-files, folder: data/orders, zone: Europe/Paris, roles: {order: id},
   * schema: orders.schema.yaml}}.
   */
  public static final class Type extends NamedPart<DataWindows, DatedFiles> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(DataWindows.class, "dated-files", DatedFiles.class);
    }

    @Override
    public Set<String> pathKeys() {
      return Set.of("folder", "schema");
    }

    @Override
    public ObjectShape<DatedFiles> shape() {
      ObjectShape.Builder<DatedFiles> all = ObjectShape.named("DatedFiles");
      var folder = all.required("folder", Shapes.text(), d -> d.folder, "of dated files");
      var zone =
          all.optional(
              "zone",
              Shapes.text().as(Type::zoneOf, ZoneId::getId),
              ZoneOffset.UTC,
              d -> d.zone,
              "of the names");
      var roles =
          all.optional(
              "roles",
              Shapes.map(Shapes.choice(ColumnRole.class)),
              Map.of(),
              d -> d.roles,
              "of columns; they win over the schema's");
      var schema =
          all.maybe(
              "schema",
              Shapes.text(),
              d -> d.schema.map(Path::toString),
              "a file with kinds and roles of the columns");
      return all.build(
          f ->
              new DatedFiles(
                  f.get(folder), f.get(zone), f.get(roles), f.find(schema).map(Path::of)));
    }

    private static ZoneId zoneOf(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "'" + text + "' is no time zone such as Europe/Paris", e);
      }
    }
  }
}
