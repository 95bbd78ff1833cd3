package dev.retrain.drift.data;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The roles of columns by name; every column not named is a feature and not sensitive.
 *
 * @param byName the role per column; never {@link ColumnRole#SENSITIVE}
 * @param sensitive the columns of which nothing may be shown
 */
public record Roles(SortedMap<String, ColumnRole> byName, SortedSet<String> sensitive) {
  /** No roles: every column is a feature. */
  public static final Roles NONE = new Roles(new TreeMap<>(), new TreeSet<>());

  /** Copies what it is given. */
  public Roles {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    sensitive = Collections.unmodifiableSortedSet(new TreeSet<>(sensitive));
    if (byName.containsValue(ColumnRole.SENSITIVE)) {
      throw new IllegalArgumentException("SENSITIVE is a mark beside a role, not a role");
    }
  }

  /**
   * Returns the given roles; a column given {@link ColumnRole#SENSITIVE} is a sensitive feature.
   */
  public static Roles of(Map<String, ColumnRole> roles) {
    Roles all = NONE;
    for (Map.Entry<String, ColumnRole> entry : roles.entrySet()) {
      all = all.with(entry.getKey(), entry.getValue());
    }
    return all;
  }

  /**
   * Returns roles written as {@code column=role,...}, such as {@code customer=id,age=sensitive}.
   *
   * @throws IllegalArgumentException naming the part that is no such pair, or the unknown role
   */
  public static Roles parse(String written) {
    Roles all = NONE;
    for (String part : written.split(",", -1)) {
      int equals = part.lastIndexOf('=');
      if (equals > 0) {
        String role = part.substring(equals + 1).strip();
        all = all.with(part.substring(0, equals).strip(), ColumnRole.ofLabel(role));
      } else if (!part.isBlank()) {
        throw new IllegalArgumentException("column=role,... is wanted, not '" + part + "'");
      }
    }
    return all;
  }

  /** Returns these roles with one more: SENSITIVE is added as a mark, any other replaces. */
  public Roles with(String name, ColumnRole role) {
    SortedMap<String, ColumnRole> roles = new TreeMap<>(byName);
    SortedSet<String> marked = new TreeSet<>(sensitive);
    if (role == ColumnRole.SENSITIVE) {
      marked.add(name);
    } else {
      roles.put(name, role);
    }
    return new Roles(roles, marked);
  }

  /** Returns these roles, with those of {@code stronger} winning where both name a column. */
  public Roles with(Roles stronger) {
    SortedMap<String, ColumnRole> roles = new TreeMap<>(byName);
    roles.putAll(stronger.byName);
    SortedSet<String> marked = new TreeSet<>(sensitive);
    marked.addAll(stronger.sensitive);
    return new Roles(roles, marked);
  }

  /** Returns the role of a column, {@link ColumnRole#FEATURE} if none was given. */
  public ColumnRole role(String name) {
    return byName.getOrDefault(name, ColumnRole.FEATURE);
  }

  /** Returns whether nothing of this column's content may be shown. */
  public boolean isSensitive(String name) {
    return sensitive.contains(name);
  }

  /** Returns whether a column has a role, SENSITIVE included. */
  public boolean has(String name, ColumnRole role) {
    return role == ColumnRole.SENSITIVE ? isSensitive(name) : role(name) == role;
  }

  /** Returns the names of all columns that have a role or are sensitive. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(byName.keySet());
    names.addAll(sensitive);
    return names;
  }

  /** Returns the names of the sensitive columns. */
  public Set<String> sensitiveNames() {
    return sensitive;
  }
}
