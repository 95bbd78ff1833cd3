package dev.retrain.api.retraining;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.UnionShape;
import dev.retrain.api.provider.Providers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts that documents can name, as found on the class path. */
public final class PartTypes {

  /** A scheme of two letters at least, so that the drive of a path is none. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private PartTypes() {}

  /** Returns the shape of a role: a choice of all its part types by the key {@code type}. */
  public static <P> Shape<P> shape(Class<P> role) {
    UnionShape<P> union = UnionShape.on("type");
    for (PartType<?, ?> type : types(role)) {
      @SuppressWarnings("unchecked") // its role is P, as was just checked
      PartType<P, ? extends P> ofRole = (PartType<P, ? extends P>) type;
      union = with(union, ofRole);
    }
    return union;
  }

  /**
   * Returns the shape of a role for parts that contain parts: it is looked up when a part is read,
   * since the containing part is among those found.
   *
   * @param name of the role in the JSON Schema
   */
  public static <P> Shape<P> nested(Class<P> role, String name) {
    return new Nested<>(role, name);
  }

  private record Nested<P>(Class<P> role, String name) implements Shape<P> {
    @Override
    public @Nullable P read(Node node, DocumentReader reading) {
      return PartTypes.shape(role).read(node, reading);
    }

    @Override
    public Node write(P value) {
      return PartTypes.shape(role).write(value);
    }

    @Override
    public Node schema(SchemaDefinitions definitions) {
      return definitions.reference(name, () -> PartTypes.shape(role).schema(definitions));
    }
  }

  private static List<PartType<?, ?>> types(Class<?> role) {
    List<PartType<?, ?>> found = new ArrayList<>();
    for (PartType<?, ?> type : Providers.of(PartType.class).found()) {
      if (type.role().equals(role)) {
        found.add(type);
      }
    }
    found.sort(Comparator.comparing(PartType::name));
    return found;
  }

  /** Returns a part as a file names it, with relative paths resolved against the file's folder. */
  static Node beside(Path file, Class<?> role, Node part) {
    if (!(part instanceof Node.Mapping mapping)
        || !(mapping.get("type").orElse(null) instanceof Node.Text name)) {
      return part;
    }
    Map<String, Node> entries = new LinkedHashMap<>(mapping.entries());
    types(role).stream()
        .filter(type -> type.name().equals(name.value()))
        .flatMap(type -> type.pathKeys().stream())
        .forEach(key -> entries.computeIfPresent(key, (k, value) -> beside(file, value)));
    return mapping.withEntries(entries);
  }

  private static Node beside(Path file, Node value) {
    return value instanceof Node.Text path && !ADDRESS.matcher(path.value()).matches()
        ? new Node.Text(file.resolveSibling(path.value()).toString(), path.location())
        : value;
  }

  private static <P, T extends P> UnionShape<P> with(UnionShape<P> union, PartType<P, T> type) {
    return union.with(type.name(), type.type(), type.shape());
  }
}
