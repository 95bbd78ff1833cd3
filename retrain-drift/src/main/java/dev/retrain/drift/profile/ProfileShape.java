package dev.retrain.drift.profile;

import static dev.retrain.drift.profile.NumberShapes.COUNT;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Roles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A profile in a document. */
final class ProfileShape {
  /** Raised when the form changes so that older readers would misread it. */
  static final long VERSION = 1;

  static final Shape<Profile> PROFILE = profile();

  private ProfileShape() {}

  /** One entry of the list of columns. */
  private record Named(String name, ColumnRole role, boolean sensitive, ColumnProfile profile) {}

  private static Shape<Profile> profile() {
    ObjectShape.Builder<Profile> profile = ObjectShape.named("Profile");
    profile.required("version", Shapes.integer(VERSION, VERSION), p -> VERSION, "of the form");
    var rows = profile.required("rows", COUNT, Profile::rows, "number of rows");
    var columns =
        profile.required("columns", Shapes.list(named()), ProfileShape::named, "in order");
    return profile.build(v -> joined(v.get(rows), v.get(columns)));
  }

  private static List<Named> named(Profile profile) {
    List<Named> columns = new ArrayList<>();
    Roles roles = profile.roles();
    profile
        .columns()
        .forEach(
            (name, column) ->
                columns.add(new Named(name, roles.role(name), roles.isSensitive(name), column)));
    return columns;
  }

  private static Profile joined(long rows, List<Named> columns) {
    Map<String, ColumnProfile> profiles = new LinkedHashMap<>();
    Roles roles = Roles.NONE;
    for (Named column : columns) {
      profiles.put(column.name(), column.profile());
      roles =
          column.role() == ColumnRole.FEATURE ? roles : roles.with(column.name(), column.role());
      roles = column.sensitive() ? roles.with(column.name(), ColumnRole.SENSITIVE) : roles;
    }
    return new Profile(profiles, roles, rows);
  }

  private static Shape<Named> named() {
    ObjectShape.Builder<Named> column = ObjectShape.named("ColumnProfile");
    var name = column.required("name", Shapes.text(), Named::name, "of the column");
    var role =
        column.optional(
            "role", Shapes.choice(ColumnRole.class), ColumnRole.FEATURE, Named::role, "its use");
    var sensitive =
        column.optional("sensitive", Shapes.bool(), false, Named::sensitive, "shows nothing");
    UnionShape<ColumnProfile> kinds =
        UnionShape.<ColumnProfile>on("kind")
            .with("numeric", NumericProfile.class, NumericShape.shape())
            .with("categorical", CategoricalProfile.class, categorical())
            .with("timestamp", TimestampProfile.class, timestamp())
            .with("sensitive", SensitiveProfile.class, sensitive());
    var profile = column.required("profile", kinds, Named::profile, "what is kept of it");
    return column.build(v -> new Named(v.get(name), v.get(role), v.get(sensitive), v.get(profile)));
  }

  private static ObjectShape<CategoricalProfile> categorical() {
    ObjectShape.Builder<CategoricalProfile> profile = ObjectShape.named("CategoricalProfile");
    var bool =
        profile.optional(
            "boolean", Shapes.bool(), false, p -> p.kind() == ColumnKind.BOOLEAN, "true and false");
    var rows = profile.required("rows", COUNT, CategoricalProfile::rows, "all rows");
    var missing = profile.required("missing", COUNT, CategoricalProfile::missing, "no value");
    profile.maybe("distinct", COUNT, p -> Optional.of(p.distinct()), "estimate (derived)");
    var counts =
        profile.required("counts", Shapes.map(COUNT), CategoricalProfile::counts, "per category");
    var other = profile.required("other", COUNT, CategoricalProfile::other, "beyond the cap");
    var cap = profile.required("cap", COUNT, p -> (long) p.cap(), "categories kept by name");
    var registers =
        profile.required(
            "distinct_sketch",
            NumberShapes.bytes("HLL sketch", Distinct::fromBytes, Distinct::toBytes),
            CategoricalProfile::distinctSketch,
            "HyperLogLog registers, Base64");
    return profile.build(
        v ->
            new CategoricalProfile(
                v.get(bool) ? ColumnKind.BOOLEAN : ColumnKind.CATEGORICAL,
                v.get(rows),
                v.get(missing),
                v.get(counts),
                v.get(other),
                v.get(registers),
                v.get(cap).intValue()));
  }

  private static ObjectShape<TimestampProfile> timestamp() {
    ObjectShape.Builder<TimestampProfile> profile = ObjectShape.named("TimestampProfile");
    var rows = profile.required("rows", COUNT, TimestampProfile::rows, "all rows");
    var missing = profile.required("missing", COUNT, TimestampProfile::missing, "no value");
    var earliest =
        profile.maybe("earliest", Shapes.instant(), TimestampProfile::earliest, "first instant");
    var latest =
        profile.maybe("latest", Shapes.instant(), TimestampProfile::latest, "last instant");
    return profile.build(
        v -> new TimestampProfile(v.get(rows), v.get(missing), v.find(earliest), v.find(latest)));
  }

  private static ObjectShape<SensitiveProfile> sensitive() {
    ObjectShape.Builder<SensitiveProfile> profile = ObjectShape.named("SensitiveProfile");
    var of =
        profile.required(
            "of", Shapes.choice(ColumnKind.class), SensitiveProfile::kind, "kind of the column");
    var rows = profile.required("rows", COUNT, SensitiveProfile::rows, "all rows");
    var missing =
        profile.maybe(
            "missing",
            COUNT,
            p -> p.suppressed() ? Optional.empty() : Optional.of(p.missing()),
            "no value; absent where a cell is below 10 rows");
    return profile.build(
        v ->
            new SensitiveProfile(
                v.get(of), v.get(rows), v.find(missing).orElse(0L), v.find(missing).isEmpty()));
  }
}
