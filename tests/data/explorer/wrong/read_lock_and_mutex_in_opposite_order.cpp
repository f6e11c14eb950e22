// A reader of the table locks the log as well, while the writer locks the log before the table.
// finds: deadlock
#include <pthread.h>

static pthread_rwlock_t table_lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t log_mutex = PTHREAD_MUTEX_INITIALIZER;
static int table = 1;
static int logged = 0;

static void* read_table(void*) {
    pthread_rwlock_rdlock(&table_lock);
    pthread_mutex_lock(&log_mutex); // HERE
    logged += table;
    pthread_mutex_unlock(&log_mutex);
    pthread_rwlock_unlock(&table_lock);
    return nullptr;
}

static void* write_table(void*) {
    pthread_mutex_lock(&log_mutex);
    pthread_rwlock_wrlock(&table_lock); // HERE
    table += 1;
    logged += 1;
    pthread_rwlock_unlock(&table_lock);
    pthread_mutex_unlock(&log_mutex);
    return nullptr;
}

int main() {
    pthread_t reader;
    pthread_t writer;
    pthread_create(&reader, nullptr, read_table, nullptr);
    pthread_create(&writer, nullptr, write_table, nullptr);
    pthread_join(reader, nullptr);
    pthread_join(writer, nullptr);
    return table == 2 ? 0 : 1;
}
