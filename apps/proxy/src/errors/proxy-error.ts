export { retryAfterSeconds, ServiceError as ProxyError } from '@askdesk/service'
