package dev.retrain.spi.state;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Something that was created at a service, or was about to be when the process ended.
 *
 * @param kind what it is
 * @param backend at which it was created
 * @param id by which the backend finds it again: the key of a run, the name of a schedule, target
 *     and version of a deployment
 * @param model the registered model it serves
 * @param created when it was recorded, which is before it was created
 * @param tags it carries
 * @param detail what its creator needs to recognise it, such as a hash of what was requested; may
 *     be empty
 */
public record CreatedResource(
    Kind kind,
    String backend,
    String id,
    String model,
    Instant created,
    Map<String, String> tags,
    String detail) {

  /** What can be created. */
  public enum Kind {
    /** A run, by its key. */
    RUN,
    /** A schedule, by its name. */
    SCHEDULE,
    /** A version that a target serves. */
    DEPLOYMENT,
    /** Anything else a backend needs for them, by the service's own name. */
    OTHER
  }

  private static final Set<String> PRODUCTION = Set.of("prod", "production");
  private static final Shape<CreatedResource> SHAPE = makeShape();

  /** Copies the tags. */
  public CreatedResource {
    requireNonNull(kind);
    requireNonNull(backend);
    requireNonNull(id);
    requireNonNull(model);
    requireNonNull(created);
    requireNonNull(detail);
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** Returns a copy with another detail. */
  public CreatedResource withDetail(String other) {
    return new CreatedResource(kind, backend, id, model, created, tags, other);
  }

  /** Returns whether both are one resource, whenever they were recorded. */
  public boolean isSame(CreatedResource other) {
    return kind == other.kind && backend.equals(other.backend) && id.equals(other.id);
  }

  /** Returns whether its tag {@link Tag#ENVIRONMENT} names production. */
  public boolean isProduction() {
    return isProduction(tags);
  }

  /** Returns whether the tag {@link Tag#ENVIRONMENT} names production, in any case. */
  public static boolean isProduction(Map<String, String> tags) {
    return PRODUCTION.contains(tags.getOrDefault(Tag.ENVIRONMENT, "").toLowerCase(Locale.ROOT));
  }

  /**
   * Returns whether it has outlived its time: it is older, has a tag {@link Tag#ENVIRONMENT}, and
   * is not of production.
   */
  public boolean hasOutlived(Duration timeToLive, Instant now) {
    return !tags.getOrDefault(Tag.ENVIRONMENT, "").isBlank()
        && !isProduction()
        && created.plus(timeToLive).isBefore(now);
  }

  /** Returns the document form. */
  static Shape<CreatedResource> shape() {
    return SHAPE;
  }

  private static Shape<CreatedResource> makeShape() {
    ObjectShape.Builder<CreatedResource> all = ObjectShape.named("CreatedResource");
    var kind = all.required("kind", Shapes.choice(Kind.class), CreatedResource::kind, "what");
    var backend = all.required("backend", Shapes.text(), CreatedResource::backend, "where");
    var id = all.required("id", Shapes.text(), CreatedResource::id, "finds it");
    var model = all.required("model", Shapes.text(), CreatedResource::model, "served");
    var created = all.required("created", Shapes.instant(), CreatedResource::created, "recorded");
    var tags =
        all.optional("tags", Shapes.map(Shapes.text()), Map.of(), CreatedResource::tags, "carried");
    var detail = all.optional("detail", Shapes.text(), "", CreatedResource::detail, "of it");
    return all.build(
        f ->
            new CreatedResource(
                f.get(kind),
                f.get(backend),
                f.get(id),
                f.get(model),
                f.get(created),
                f.get(tags),
                f.get(detail)));
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + id;
  }
}
