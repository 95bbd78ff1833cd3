package dev.retrain.api.retraining;

import dev.retrain.api.document.Shape;
import dev.retrain.api.document.UnionShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The parts that documents can name, as found on the class path. */
public final class Parts {

  private Parts() {}

  /** The shape of a role: a choice of all its part types by the key {@code type}. */
  public static <P> Shape<P> shape(Class<P> role) {
    List<PartType<?, ?>> found = new ArrayList<>();
    for (PartType<?, ?> type : ServiceLoader.load(PartType.class, Parts.class.getClassLoader())) {
      if (type.role().equals(role)) {
        found.add(type);
      }
    }
    found.sort(Comparator.comparing(PartType::name));
    UnionShape<P> union = UnionShape.on("type");
    for (PartType<?, ?> type : found) {
      @SuppressWarnings("unchecked") // its role is P, as was just checked
      PartType<P, ? extends P> ofRole = (PartType<P, ? extends P>) type;
      union = with(union, ofRole);
    }
    return union;
  }

  private static <P, T extends P> UnionShape<P> with(UnionShape<P> union, PartType<P, T> type) {
    return union.with(type.name(), type.type(), type.shape());
  }
}
