package io.sanasend.api.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Hands statements on to a real database and remembers them. Confined to one thread. */
public final class RecordingDatabase {

    private final List<RecordedStatement> statements = new ArrayList<>();
    private final DataSource dataSource;

    public RecordingDatabase(DataSource real) {
        this.dataSource = proxy(DataSource.class, (_, method, arguments) -> {
            Object result = call(real, method, arguments);
            return result instanceof Connection connection ? recording(connection) : result;
        });
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** What was prepared since the last call. */
    public List<RecordedStatement> drain() {
        List<RecordedStatement> drained = List.copyOf(statements);
        statements.clear();
        return drained;
    }

    private Connection recording(Connection real) {
        return proxy(Connection.class, (_, method, arguments) -> {
            Object result = call(real, method, arguments);
            if (!(result instanceof PreparedStatement statement)) {
                return result;
            }
            RecordedStatement recorded = new RecordedStatement((String) arguments[0]);
            statements.add(recorded);
            return recording(statement, recorded);
        });
    }

    private static PreparedStatement recording(PreparedStatement real, RecordedStatement recorded) {
        return proxy(PreparedStatement.class, (_, method, arguments) -> {
            if (method.getName().equals("setObject")) {
                recorded.parameters().put((Integer) arguments[0], arguments[1]);
            }
            return call(real, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
